// SPDX-License-Identifier: EUPL-1.2
//
// What a published folder is made of: its pages, the language each must speak, and whether its links lead somewhere.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** All HTML pages below root, as paths with slashes, sorted. */
export function pages(root) {
  const found = [];
  const walk = (dir) => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.html')) found.push(relative(root, path).split(sep).join('/'));
    }
  };
  walk(root);
  return found.sort();
}

export const urlOf = (root, page) => pathToFileURL(join(root, page)).href;

/** The language a page must declare: the name of its folder; null where the folder names none. */
export function languageOf(page) {
  return page.split('/').slice(0, -1).find((part) => /^[a-z]{2}$/.test(part)) ?? null;
}

/**
 * Problems of the links of one page. anchors: page path → set of ids on it; hrefs: absolute addresses found on the page.
 * Addresses outside (https:, mailto:) are citations; they are not followed.
 */
export function linkProblems(root, page, hrefs, anchors) {
  const problems = [];
  const base = pathToFileURL(root).href.replace(/\/?$/, '/');
  for (const { href, kind } of hrefs) {
    const url = new URL(href);
    if (url.protocol === 'data:') continue;
    if (url.protocol !== 'file:') {
      if (kind !== 'a') problems.push(`${kind} points outside: ${href}`);
      else if (!['https:', 'http:', 'mailto:', 'tel:'].includes(url.protocol)) problems.push(`link of an unknown kind: ${href}`);
      continue;
    }
    if (!url.href.startsWith(base)) {
      problems.push(`${kind} leaves the published folder: ${decodeURI(url.pathname)}`);
      continue;
    }
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = '';
    url.search = '';
    const path = fileURLToPath(url);
    const name = relative(root, path).split(sep).join('/');
    if (!existsSync(path)) problems.push(`${kind} to a file that is not there: ${name}`);
    else if (statSync(path).isDirectory()) problems.push(`${kind} to a folder, which opens no page without a server: ${name}/`);
    else if (fragment && anchors.has(name) && !anchors.get(name).has(fragment)) problems.push(`${kind} to a place that is not there: ${name}#${fragment}`);
  }
  return problems;
}
