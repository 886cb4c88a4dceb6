// SPDX-License-Identifier: EUPL-1.2
//
// node e2e/run.mjs --site FOLDER [--out e2e/out]
//
// Opens every page of a published folder in Chromium, straight from its files, light and dark, 1280 and 320 px wide, with
// JavaScript on and off. Leaves pictures, a contact sheet and report.json in the out folder. Ends with "N passed, N failed".

import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { contactSheet } from './contact.mjs';
import { examine } from './examine.mjs';
import { pages } from './site.mjs';
import { close } from './report.mjs';

const { values } = parseArgs({ options: { site: { type: 'string' }, out: { type: 'string', default: 'e2e/out' } } });
if (!values.site) {
  console.error('usage: node e2e/run.mjs --site FOLDER [--out FOLDER]');
  process.exit(2);
}
const root = resolve(values.site);
const out = resolve(values.out);
const pictures = join(out, 'pictures');
rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });

const started = Date.now();
const browser = await launch();
let results;
try {
  results = await examine(browser, root, { pictures, say: (line) => console.log('  ' + line) });
  await contactSheet(browser, pages(root), pictures, out);
} finally {
  await browser.close();
}
console.log(`  ${pages(root).length} pages in ${((Date.now() - started) / 1000).toFixed(0)} s; pictures in ${values.out}/contact.html`);
process.exitCode = close(results, join(out, 'report.json'));
