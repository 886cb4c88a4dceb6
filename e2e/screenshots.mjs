// SPDX-License-Identifier: EUPL-1.2
//
// node e2e/screenshots.mjs --site FOLDER --out docs/pictures
//
// Takes the pictures that the documents show, from what the project itself published. e2e/pictures.json says which: a name, a page,
// light or dark, the width, and the height or the selector of the part to show. A picture that stays above 200 kB fails: the pictures travel with every clone.

import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { contextFor, launch } from './browser.mjs';
import { urlOf } from './site.mjs';

const limit = 200 * 1000;
const { values } = parseArgs({ options: { site: { type: 'string' }, out: { type: 'string', default: 'docs/pictures' } } });
const wanted = JSON.parse(readFileSync(new URL('pictures.json', import.meta.url), 'utf8'));
if (wanted.length === 0) {
  console.error('e2e/pictures.json names no picture');
  process.exit(1);
}
mkdirSync(values.out, { recursive: true });

const browser = await launch();
let bad = 0;
try {
  for (const { name, page: pageName, scheme = 'light', width = 1280, height = 800, part } of wanted) {
    const context = await contextFor(browser, { scheme, width, script: true });
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    await page.goto(urlOf(resolve(values.site), pageName));
    const path = join(values.out, `${name}.png`);
    if (part) await page.locator(part).first().screenshot({ path });
    else await page.screenshot({ path });
    const bytes = statSync(path).size;
    console.log(`${path}  ${(bytes / 1000).toFixed(0)} kB`);
    if (bytes > limit) {
      console.log(`  larger than ${limit / 1000} kB: show a smaller part of the page`);
      bad++;
    }
    await context.close();
  }
} finally {
  await browser.close();
}
process.exitCode = bad ? 1 : 0;
