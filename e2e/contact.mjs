// SPDX-License-Identifier: EUPL-1.2
//
// One sheet with the top of every page in every look, for a person's eye: no check sees that a page is ugly.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { variants } from './browser.mjs';
import { pictureName } from './examine.mjs';

export async function contactSheet(browser, names, pictures, out) {
  const looks = variants.filter((v) => v.script);
  const rows = names.map((page) => `<section><h2>${page}</h2><div>${looks.map((v) => `<figure class="w${v.width}">
<a href="pictures/${pictureName(page, v)}"><img src="pictures/${pictureName(page, v)}" alt="${page}, ${v.scheme}, ${v.width} px"></a>
<figcaption>${v.scheme} ${v.width}</figcaption></figure>`).join('')}</div></section>`);
  const html = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Contact sheet</title><style>
body{font:14px sans-serif;margin:1rem;background:#888;color:#fff}h2{font-size:14px;margin:1rem 0 .3rem}
section>div{display:flex;gap:.6rem;align-items:flex-start}figure{margin:0}img{display:block;height:420px;object-fit:cover;object-position:top}
.w1280 img{width:420px}.w320 img{width:160px}figcaption{font-size:11px}
</style></head><body><h1>Contact sheet</h1>${rows.join('\n')}</body></html>
`;
  const file = join(out, 'contact.html');
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width: 1240, height: 900 } });
  await page.goto(pathToFileURL(file).href);
  // A browser draws no picture beyond 16,384 px; the sheet in HTML has everything.
  const height = Math.min(16000, await page.evaluate(() => document.documentElement.scrollHeight));
  await page.screenshot({ path: join(out, 'contact.png'), clip: { x: 0, y: 0, width: 1240, height }, fullPage: true });
  await page.close();
}
