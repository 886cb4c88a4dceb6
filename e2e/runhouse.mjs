// SPDX-License-Identifier: EUPL-1.2
//
// node e2e/runhouse.mjs --binary bin/sumanus [--data build/e2e/houses] [--out e2e/out] [--journeys lt,lv,en] [--looks lt,lv,en]
//
// Starts the running house and walks the planner's day in each language: with a mouse, by keyboard alone, and without JavaScript. Then
// opens the pages of every area, signed in, in three languages, light and dark, 1280 and 320 px wide, asks axe-core, looks for sideways
// scrolling, and leaves pictures and a contact sheet. --journeys and --looks choose languages; an empty one leaves that part out. Ends with "N passed, N failed".

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { axeSource, launch } from './browser.mjs';
import { Hand, startHouse } from './house.mjs';
import { journey } from './journey.mjs';
import { close } from './report.mjs';

const { values } = parseArgs({ options: { binary: { type: 'string', default: 'bin/sumanus' }, data: { type: 'string', default: 'build/e2e/houses' }, out: { type: 'string', default: 'e2e/out' },
  journeys: { type: 'string', default: 'lt,lv,en' }, looks: { type: 'string', default: 'lt,lv,en' } } });
const languages = (list) => list.split(',').filter(Boolean);
const out = resolve(values.out);
const pictures = join(out, 'house');
rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });

/** The pages that are looked at: each area, a record of each kind, forms, and what is empty, wrong or not there. */
const paths = [
  '/', '/territory', '/territory/region/kurzeme', '/evidence', '/evidence/datasets', '/evidence/indicators', '/evidence/finding/gdp-gap-2010', '/evidence/finding/gdp-gap-2010/reword',
  '/evidence/dataset/gdp', '/evidence/dataset/gdp/upload', '/strategy', '/strategy/plan/klaipeda-2030', '/strategy/check', '/strategy/baselines', '/actionplan', '/actionplan?view=board',
  '/actionplan?view=timeline', '/actionplan/action/align-bus-timetables', '/guide', '/guide/document/guide', '/guide/chapter/two-coasts', '/guide/chapter/two-coasts/write',
  '/edit/action/visiting-doctor-team', '/edit/action/align-bus-timetables', '/new/action', '/history/action/align-bus-timetables', '/delete/action/visiting-doctor-team', '/links/priority/growth-economy', '/search?q=bvp', '/search?q=zzzz',
  '/account', '/people', '/components', '/nowhere/at/all',
];
/** Those of them that answer otherwise than with 200. */
const expected = { '/nowhere/at/all': 404, '/edit/action/align-bus-timetables': 403 }; // a record of another organisation

async function signIn(browser, house) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const hand = new Hand(page, false);
  await page.goto(house.first);
  await hand.write(page.locator('input[name=name]'), 'Rasa Jonaitienė');
  await hand.write(page.locator('input[name=email]'), 'rasa@example.org');
  await hand.write(page.locator('input[name=password]'), 'kopos-ir-jura-2026');
  await hand.press(page.locator('main button.do'));
  const state = await context.storageState();
  await context.close();
  return state;
}

const pictureName = (path, lang, scheme, width) => `${(path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'first')}-${lang}-${scheme}-${width}.png`;

async function look(browser, house, state, lang, scheme, width, results) {
  const context = await browser.newContext({ storageState: state, colorScheme: scheme, viewport: { width, height: 900 }, reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  let problems = [];
  let wanted = 200;
  page.on('console', (m) => { if (m.type() === 'error' && !(wanted !== 200 && m.text().startsWith('Failed to load resource'))) problems.push(`console error: ${m.text()}`); });
  page.on('pageerror', (e) => problems.push(`script error: ${e.message}`));
  for (const path of paths) {
    problems = [];
    wanted = expected[path] ?? 200;
    try {
      const answer = await page.goto(`${house.base}/${lang}${path}`);
      if (answer?.status() !== wanted) problems.push(`status ${answer?.status()}`);
      await page.evaluate(() => document.fonts.ready.then(() => true));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) problems.push(`scrolls sideways by ${wide} px`);
      if (await page.locator('h1').count() !== 1) problems.push('not one heading of the first level');
      if (await page.evaluate(() => document.documentElement.lang) !== lang) problems.push('the page does not say its language');
      await page.evaluate(axeSource);
      const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const v of found.violations) problems.push(`axe ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
      await page.screenshot({ path: join(pictures, pictureName(path, lang, scheme, width)), fullPage: true });
    } catch (e) {
      problems.push(e.message.split('\n')[0]);
    }
    results.push({ name: `${lang}${path} (${scheme}, ${width} px)`, problems });
    for (const p of problems) console.log(`  FAIL ${lang}${path} (${scheme}, ${width} px): ${p}`);
  }
  await context.close();
}

const started = Date.now();
const binary = resolve(values.binary);
const results = [];
const browser = await launch({ server: true });
try {
  const ways = { lt: { keyboard: true }, lv: { script: false }, en: {} };
  for (const lang of languages(values.journeys)) {
    const house = await startHouse(binary, resolve(values.data, lang), lang);
    const walked = await journey(browser, house, lang, ways[lang]);
    results.push(...walked);
    for (const r of walked) console.log([`  ${r.problems.length ? 'FAIL' : 'ok'} ${r.name}`, ...r.problems].join('\n      '));
    const code = await house.stop();
    results.push({ name: `the house in ${lang} stops when it is told to`, problems: code === 0 ? [] : [`it ended with ${code}`] });
  }
  const house = await startHouse(binary, resolve(values.data, 'pages'), 'lt');
  const state = await signIn(browser, house);
  const looks = languages(values.looks).flatMap((l) => ['light', 'dark'].flatMap((s) => [1280, 320].map((w) => [l, s, w])));
  const work = async () => {
    for (let next = looks.shift(); next; next = looks.shift()) {
      await look(browser, house, state, ...next, results);
      console.log(`  ${next.join(', ')} px: ${paths.length} pages`);
    }
  };
  await Promise.all([work(), work()]);
  await house.stop();
  const figures = paths.map((p) => `<section><h2>${p}</h2><div>${['lt', 'lv', 'en'].flatMap((l) => ['light', 'dark'].flatMap((s) => [1280, 320].map((w) => {
    const name = `house/${pictureName(p, l, s, w)}`;
    return `<a class="w${w}" href="${name}"><img loading="lazy" src="${name}" alt="${l}, ${s}, ${w} px"></a>`;
  }))).join('')}</div></section>`);
  writeFileSync(join(out, 'house.html'), `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Contact sheet of the running house</title><style>
body{font:14px sans-serif;margin:1rem;background:#888;color:#fff}section>div{display:flex;gap:.5rem;overflow-x:auto}img{display:block;height:420px;object-fit:cover;object-position:top}
.w1280 img{width:420px}.w320 img{width:160px}</style></head><body><h1>The running house</h1>${figures.join('\n')}</body></html>\n`);
} finally {
  await browser.close();
}
console.log(`  ${results.length} checks in ${((Date.now() - started) / 1000).toFixed(0)} s; pictures in ${values.out}/house.html`);
process.exitCode = close(results, join(out, 'house.json'));
