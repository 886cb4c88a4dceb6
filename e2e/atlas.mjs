// SPDX-License-Identifier: EUPL-1.2
//
// The atlas: that the map is drawn, that it can be used by keyboard alone, that it asks nobody but the house, that it turns dark with the page,
// and that without a script, without WebGL and on paper the drawn map stands there.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser.mjs';

// A module of the browser; Node.js would take a file of that name for one of the old kind.
const source = readFileSync(new URL('../internal/web/ui/script/laea.js', import.meta.url), 'utf8');
const { forward } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

/** PROJ 9.1: 5 E 50 N in EPSG:3035. */
const proj = { place: [5, 50], metres: [3962799.451, 2999718.853] };

function projection() {
  const got = forward(proj.place);
  const off = Math.hypot(got[0] - proj.metres[0], got[1] - proj.metres[1]);
  return off < 0.01 ? [] : [`the page projects ${proj.place} ${off.toFixed(3)} m beside PROJ`];
}

/** How many colours a part of the page has, and its hash: what is blank has one. */
async function seen(page, locator) {
  const png = await locator.screenshot();
  const colours = await page.evaluate(async (data) => {
    const picture = Object.assign(new Image(), { src: `data:image/png;base64,${data}` });
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const c = canvas.getContext('2d');
    c.drawImage(picture, 0, 0);
    const { data: dots } = c.getImageData(0, 0, picture.width, picture.height);
    const count = new Map();
    for (let i = 0; i < dots.length; i += 4) {
      const key = (dots[i] << 16) | (dots[i + 1] << 8) | dots[i + 2];
      count.set(key, (count.get(key) ?? 0) + 1);
    }
    return [...count.values()].filter((n) => n > 200).length;
  }, png.toString('base64'));
  return { colours, hash: createHash('sha256').update(png).digest('hex') };
}

/** Watches a page: what it asks for from elsewhere, and what the console says. */
function watch(page, base) {
  const problems = [];
  page.on('request', (r) => { if (!r.url().startsWith(base) && !/^(data|blob):/.test(r.url())) problems.push(`asks for something outside: ${r.url()}`); });
  page.on('requestfailed', (r) => { if (!/ERR_ABORTED/.test(r.failure()?.errorText ?? '')) problems.push(`request failed: ${r.url()}`); });
  page.on('console', (m) => { if (m.type() === 'error') problems.push(`console error: ${m.text()}`); });
  page.on('pageerror', (e) => problems.push(`script error: ${e.message}`));
  return problems;
}

async function ready(page) {
  await page.locator('.atlas[data-ready]').waitFor({ timeout: 60_000 });
}

/** Whether the drawn map is to be seen; beside the other it stands for those who listen alone. */
const drawn = async (page) => ((await page.locator('.atlas figure > svg').boundingBox())?.width ?? 0) > 100;

/** The map in one way of looking at it: drawn, no finding of axe, a region chosen by key. */
async function use(browser, house, lang, view, examine, pictures) {
  const [scheme, width] = view.split('-');
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: Number(width), height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const problems = watch(page, house.base);
  try {
    await page.goto(`${house.base}/${lang}/territory/atlas`);
    await ready(page);
    const map = page.locator('.atlas-frame');
    const before = await seen(page, map);
    if (before.colours < 6) problems.push(`the map has ${before.colours} colours: it is not drawn`);
    if (await drawn(page)) problems.push('the drawn map stands there as well');
    problems.push(...await examine(page, lang));

    const link = page.locator('tr[data-region=kurzeme] a');
    await link.focus();
    await page.keyboard.press('Enter');
    const popup = page.locator('.atlas-popup');
    await popup.waitFor();
    const text = await popup.innerText();
    const value = (await page.locator('tr[data-region=kurzeme] td').innerText()).trim();
    for (const wanted of [value, '2021', 'Eurostat', '2023']) if (!text.includes(wanted)) problems.push(`what opens does not say ${wanted}: ${text}`);
    if (await popup.locator(`a[href="/${lang}/territory/region/kurzeme"]`).count() !== 1) problems.push('no way to the page of the region');
    if (await link.getAttribute('aria-pressed') !== 'true') problems.push('the list does not say which region is chosen');
    if (!await popup.evaluate((e) => e.contains(document.activeElement))) problems.push('the focus stays outside of what opened');
    await page.screenshot({ path: join(pictures, `territory-atlas-chosen-${lang}-${scheme}-${width}.png`), fullPage: true });
    problems.push(...await examine(page, lang));
    await page.keyboard.press('Escape');
    if (await popup.count()) problems.push('Escape does not close it');
    if (!await link.evaluate((e) => e === document.activeElement)) problems.push('the focus does not come back to the list');

    // The outline of the region under the focus is drawn: the map differs from the one before.
    await page.waitForTimeout(300);
    if ((await seen(page, map)).hash === before.hash) problems.push('the region under the focus is not shown');
    await page.locator('.maplibregl-canvas').focus();
    await page.keyboard.press('=');
    await page.waitForTimeout(500);
    const close = await seen(page, map);
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(500);
    if (close.hash === before.hash || (await seen(page, map)).hash === close.hash) problems.push('keys do not move the map');
  } catch (e) {
    problems.push(e.message.split('\n')[0]);
  }
  await context.close();
  return { name: `the atlas by keyboard, ${lang} (${scheme}, ${width} px)`, problems };
}

/** By mouse: choosing on the map; light turned to dark while it is open. */
async function mouse(browser, house, lang) {
  const context = await browser.newContext({ colorScheme: 'light', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems = watch(page, house.base);
  try {
    await page.goto(`${house.base}/${lang}/territory/atlas?indicator=population`);
    await ready(page);
    const box = await page.locator('.atlas-canvas').boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2); // the middle of the Baltic states is land of a region
    await page.locator('.atlas-popup').waitFor({ timeout: 10_000 });
    await page.locator('.maplibregl-popup-close-button').click();
    const light = await seen(page, page.locator('.atlas-frame'));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(500);
    if ((await seen(page, page.locator('.atlas-frame'))).hash === light.hash) problems.push('the map stays light when the page turns dark');
    await page.emulateMedia({ media: 'print' });
    if (!await drawn(page) || await page.locator('.atlas-live').isVisible()) problems.push('paper does not get the drawn map');
  } catch (e) {
    problems.push(e.message.split('\n')[0]);
  }
  await context.close();
  return { name: `the atlas by mouse, ${lang}`, problems };
}

/** Where no script runs, or nothing can be drawn by WebGL, the page is whole. */
async function still(browser, house, lang, script) {
  const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const problems = watch(page, house.base);
  try {
    await page.goto(`${house.base}/${lang}/territory/atlas`);
    await page.waitForLoadState('networkidle');
    if (!await drawn(page)) problems.push('no drawn map');
    if (await page.locator('.atlas-live').isVisible()) problems.push('the frame of the other map is shown');
    if (await page.locator('figure details table tr').count() < 10) problems.push('no table of the numbers');
    if (await page.locator('tr[data-region=kurzeme] a').getAttribute('href') !== `/${lang}/territory/region/kurzeme`) problems.push('the list does not lead to the regions');
  } catch (e) {
    problems.push(e.message.split('\n')[0]);
  }
  await context.close();
  return { name: `the atlas ${script ? 'where nothing can be drawn by WebGL' : 'without a script'}, ${lang}`, problems };
}

/** Everything about the atlas of a running house. */
export async function atlas(house, langs, views, examine, pictures) {
  const results = [{ name: 'the atlas projects as PROJ does', problems: projection() }];
  const drawing = await launch({ server: true, webgl: true });
  try {
    for (const [n, view] of views.entries()) results.push(await use(drawing, house, langs[n % langs.length], view, examine, pictures));
    results.push(await mouse(drawing, house, langs[0]), await still(drawing, house, langs[0], false));
  } finally {
    await drawing.close();
  }
  const plain = await launch({ server: true, webgl: false });
  try {
    results.push(await still(plain, house, langs[0], true));
  } finally {
    await plain.close();
  }
  for (const r of results) for (const p of r.problems) console.log(`  FAIL ${r.name}: ${p}`);
  return results;
}
