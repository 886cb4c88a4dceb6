// SPDX-License-Identifier: EUPL-1.2
//
// The browser: the distribution's Chromium, started so that it speaks to nobody. Pages are opened from files; the resolver
// knows no host, so a page that wants something from outside fails here as it would on a train.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

/** Path of the browser: CHROMIUM or where Debian puts it. */
export const executable = process.env.CHROMIUM || '/usr/bin/chromium';

/**
 * For pages of files; with a server of our own on this machine, that one may be asked and nobody else. What is drawn by WebGL can be asked
 * for, drawn by the processor then, or forbidden; else it is as the machine has it.
 */
export async function launch({ server = false, webgl } = {}) {
  if (!existsSync(executable)) throw new Error(`no Chromium at ${executable}; install Debian's package chromium or set CHROMIUM`);
  const args = server ? flags.map((f) => f.replace('~NOTFOUND', '~NOTFOUND, EXCLUDE 127.0.0.1')) : flags;
  return chromium.launch({ executablePath: executable, args: webgl === undefined ? args : [...args, webgl ? '--enable-unsafe-swiftshader' : '--disable-3d-apis'] });
}

/** The source of axe-core, to be evaluated in the page. */
export const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The ways in which a person may look at a page. */
export const variants = [];
for (const scheme of ['light', 'dark']) {
  for (const width of [1280, 320]) {
    for (const script of [true, false]) variants.push({ scheme, width, script });
  }
}

export const variantName = (v) => `${v.scheme} ${v.width} px${v.script ? '' : ', no script'}`;

export async function contextFor(browser, v) {
  return browser.newContext({
    colorScheme: v.scheme,
    viewport: { width: v.width, height: 900 },
    javaScriptEnabled: v.script,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
}
