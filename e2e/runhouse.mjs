// SPDX-License-Identifier: EUPL-1.2
//
// node e2e/runhouse.mjs --binary bin/sumanus [--data build/e2e/houses] [--out e2e/out] [--journeys lt,lv,en] [--looks lt,lv,en] [--views light-1280,…]
//
// Starts the running house and walks the planner's day in each language: with a mouse, by keyboard alone, and without JavaScript. Then
// opens a page of every route and the states of forms, signed in, then the pages of an empty house, in three languages, light and dark, 1280 and 320 px wide, asks axe-core, looks for sideways
// scrolling and, once in each language, for what is missing without a script, walks through the atlas, and leaves pictures and a contact sheet. --journeys and --looks choose languages; an empty one leaves that part out. Ends with "N passed, N failed".

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { atlas } from './atlas.mjs';
import { axeSource, launch } from './browser.mjs';
import { lines, textDifference } from './checks.mjs';
import { Hand, startHouse } from './house.mjs';
import { journey } from './journey.mjs';
import { looked, unlisted } from './pages.mjs';
import { close } from './report.mjs';
import { emptyPages, ownActions, states } from './states.mjs';

const { values } = parseArgs({ options: { binary: { type: 'string', default: 'bin/sumanus' }, data: { type: 'string', default: 'build/e2e/houses' }, out: { type: 'string', default: 'e2e/out' },
  journeys: { type: 'string', default: 'lt,lv,en' }, looks: { type: 'string', default: 'lt,lv,en' }, views: { type: 'string', default: 'light-1280,light-320,dark-1280,dark-320' } } });
const languages = (list) => list.split(',').filter(Boolean);
const out = resolve(values.out);
const pictures = join(out, 'house');
rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });

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

const pictureName = (path, lang, scheme, width, empty) => `${empty ? 'empty-house-' : ''}${(path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'first')}-${lang}-${scheme}-${width}.png`;

/** Opens the addresses one after the other, then what is not an address (in the full house, which has more), and tells what is wrong with each. */
async function look(browser, house, state, { lang, scheme, width, n, whole }, pages, results, more) {
  const context = await browser.newContext({ storageState: state, colorScheme: scheme, viewport: { width, height: 900 }, reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  let noise = [];
  let fine = true; // a page with another status than 200 is told by the console too
  page.on('console', (m) => { if (m.type() === 'error' && (fine || !m.text().startsWith('Failed to load resource'))) noise.push(`console error: ${m.text()}`); });
  page.on('pageerror', (e) => noise.push(`script error: ${e.message}`));
  const tell = (name, problems) => {
    results.push({ name: `${lang}${name} (${scheme}, ${width} px)`, problems });
    for (const p of problems) console.log(`  FAIL ${lang}${name} (${scheme}, ${width} px): ${p}`);
  };
  const go = async (path) => (await page.goto(`${house.base}/${lang}${path}`))?.status();
  const examine = async (name, wanted, status) => {
    const problems = noise;
    noise = [];
    try {
      if (wanted !== undefined && status !== wanted) problems.push(`status ${status} instead of ${wanted}`);
      problems.push(...await examinePage(page, lang));
      await page.screenshot({ path: join(pictures, pictureName(name, lang, scheme, width, !more)), fullPage: true });
    } catch (e) {
      problems.push(e.message.split('\n')[0]);
    }
    tell(name, problems);
  };
  const bare = whole && await browser.newContext({ storageState: state, colorScheme: scheme, viewport: { width, height: 900 }, javaScriptEnabled: false, serviceWorkers: 'block' });
  const plain = bare && await bare.newPage();
  for (const { path, status } of pages) {
    fine = status === 200;
    let answer;
    try {
      answer = await go(path);
    } catch (e) {
      noise.push(e.message.split('\n')[0]);
    }
    await examine(path, status, answer);
    if (plain) {
      try {
        await plain.goto(`${house.base}/${lang}${path}`);
        tell(`${path}, complete without script`, textDifference(await page.evaluate(lines), await plain.evaluate(lines)));
      } catch (e) {
        tell(`${path}, complete without script`, [e.message.split('\n')[0]]);
      }
    }
  }
  if (bare) await bare.close();
  if (more) {
    fine = false;
    try {
      await more(page, { go, examine: (name, wanted, status) => examine(` ${name}`, wanted, status), action: ownActions[n % ownActions.length] });
    } catch (e) {
      tell(` the state after ${page.url()}`, [e.message.split('\n')[0]]);
    }
  }
  await context.close();
}

/** What is asked of every page. */
async function examinePage(page, lang) {
  const problems = [];
  await page.evaluate(() => document.fonts.ready.then(() => true));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) problems.push(`scrolls sideways by ${wide} px`);
  if (await page.locator('h1').count() !== 1) problems.push('not one heading of the first level');
  if (await page.evaluate(() => document.documentElement.lang) !== lang) problems.push('the page does not say its language');
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  for (const v of found.violations) problems.push(`axe ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
  return problems;
}

/** Two at once look in every language asked for, light and dark, wide and narrow. */
async function looks(browser, house, state, pages, results, more) {
  const all = languages(values.looks).flatMap((lang) => values.views.split(',').map((view) => { const [scheme, width] = view.split('-'); return { lang, scheme, width: Number(width) }; }));
  all.forEach((l, n) => { l.n = n; l.whole = !all.slice(0, n).some((k) => k.lang === l.lang); }); // once in each language also without script
  const work = async () => {
    for (let next = all.shift(); next; next = all.shift()) {
      await look(browser, house, state, next, pages, results, more);
      console.log(`  ${next.lang}, ${next.scheme}, ${next.width} px: looked at`);
    }
  };
  await Promise.all([work(), work()]);
}

function contactSheet() {
  const names = readdirSync(pictures).sort();
  const heads = [...new Set(names.map((n) => n.replace(/-(lt|lv|en)-(light|dark)-\d+\.png$/, '')))];
  const figures = heads.map((h) => `<section><h2>${h}</h2><div>${names.filter((n) => n.replace(/-(lt|lv|en)-(light|dark)-\d+\.png$/, '') === h)
    .map((n) => `<a class="w${/\d+(?=\.png$)/.exec(n)[0]}" href="house/${n}"><img loading="lazy" src="house/${n}" alt="${n}"></a>`).join('')}</div></section>`);
  writeFileSync(join(out, 'house.html'), `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Contact sheet of the running house</title><style>
body{font:14px sans-serif;margin:1rem;background:#888;color:#fff}section>div{display:flex;gap:.5rem;overflow-x:auto}img{display:block;height:420px;object-fit:cover;object-position:top}
.w1280 img{width:420px}.w320 img{width:160px}</style></head><body><h1>The running house</h1>${figures.join('\n')}</body></html>\n`);
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
  if (values.looks) {
    results.push({ name: 'every route is looked at', problems: unlisted(resolve('internal/web/routes.csv')) });
    const house = await startHouse(binary, resolve(values.data, 'pages'), 'lt');
    await looks(browser, house, await signIn(browser, house), looked, results, states);
    results.push(...await atlas(house, languages(values.looks), values.views.split(','), examinePage, pictures));
    await house.stop();
    const empty = await startHouse(binary, resolve(values.data, 'empty'), 'lt', 'serve');
    await looks(browser, empty, await signIn(browser, empty), emptyPages.map((path) => ({ path, status: 200 })), results);
    await empty.stop();
  }
  contactSheet();
} finally {
  await browser.close();
}
console.log(`  ${results.length} checks in ${((Date.now() - started) / 1000).toFixed(0)} s; pictures in ${values.out}/house.html`);
process.exitCode = close(results, join(out, 'house.json'));
