// SPDX-License-Identifier: EUPL-1.2
//
// Examines a whole published folder: every page in every way of looking at it, its links, and light against dark.

import { join } from 'node:path';
import { contextFor, variantName, variants } from './browser.mjs';
import { inspect, textDifference } from './checks.mjs';
import { linkProblems, pages } from './site.mjs';

/** Name of the picture of a page in one way of looking at it. */
export const pictureName = (page, v) => `${page.replace(/\.html$/, '').replaceAll('/', '-')}-${v.scheme}-${v.width}.png`;

/**
 * Returns [{ name, problems }], one for each page and way, one for each page's links, one for its dark scheme.
 * pictures: folder for screenshots, or null. looks: the ways of looking; at least light at 1280 px with and without script.
 */
export async function examine(browser, root, { pictures = null, looks = variants, say = () => {} } = {}) {
  const names = pages(root);
  if (names.length === 0) return [{ name: root, problems: ['no page in this folder'] }];
  const results = [];
  const seen = new Map(); // page → variant name → what was seen
  for (const name of names) seen.set(name, new Map());

  // Two at a time: axe keeps one core busy, the browser's drawing another.
  const waiting = [...looks];
  const work = async () => {
    for (let v = waiting.shift(); v; v = waiting.shift()) {
      const context = await contextFor(browser, v);
      for (const page of names) {
        const picture = pictures && v.script ? join(pictures, pictureName(page, v)) : null;
        const got = await inspect(context, root, page, v, picture);
        seen.get(page).set(variantName(v), got);
        results.push({ name: `${page} (${variantName(v)})`, problems: got.problems });
      }
      await context.close();
      say(`${variantName(v)}: ${names.length} pages`);
    }
  };
  await Promise.all([work(), work()]);

  const anchors = new Map(names.map((page) => [page, new Set(seen.get(page).get('light 1280 px, no script').ids)]));
  for (const page of names) {
    const of = seen.get(page);
    results.push({ name: `${page} (links)`, problems: [...new Set(linkProblems(root, page, of.get('light 1280 px, no script').refs, anchors))] });
    for (const v of looks.filter((w) => !w.script)) {
      const whole = of.get(variantName({ ...v, script: true }));
      if (!whole) continue;
      results.push({ name: `${page} (${v.scheme} ${v.width} px, complete without script)`, problems: textDifference(whole.text, of.get(variantName(v)).text) });
    }
    if (!of.has('dark 1280 px')) continue;
    const same = of.get('light 1280 px').background === of.get('dark 1280 px').background;
    results.push({ name: `${page} (dark scheme)`, problems: same ? ['looks the same in light and in dark: the page ignores the wish of the device'] : [] });
  }
  return results.sort((a, b) => (a.name < b.name ? -1 : 1));
}
