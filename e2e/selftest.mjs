// SPDX-License-Identifier: EUPL-1.2
//
// node e2e/selftest.mjs
//
// A check that cannot fail proves nothing. Here a small site that is well must pass every check, and each way to break it must be
// told, by the check it belongs to and, unless said otherwise, by no other.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { launch, variantName, variants } from './browser.mjs';
import { examine } from './examine.mjs';
import { close } from './report.mjs';

const style = `:root{color-scheme:light dark}body{font:1rem/1.5 sans-serif;margin:1rem;background:#fff;color:#111}a{color:#003d99}
@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#9cf}}`;

const page = ({ lang = 'en', head = '', body = '<p id="here">Two regions.</p>', h1 = '<h1 id="top">A page</h1>', css = '../style.css' } = {}) =>
  `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${css}">${head}</head><body><main>${h1}${body}</main></body></html>`;

const good = {
  'style.css': style,
  'index.html': page({ css: 'style.css', body: '<p><a href="en/one.html#top">One</a></p>' }),
  'en/one.html': page({ body: '<p id="here">Two regions. <a href="https://example.org/">Source</a> <a href="#here">Here</a></p><button type="button" data-needs-script hidden>Dark</button>' +
    '<script>document.querySelector("[data-needs-script]").hidden = false</script>' }),
  'lt/vienas.html': page({ lang: 'lt', body: '<p>Du regionai. <a href="../index.html">Pradžia</a></p>' }),
};

// name → files that differ, and what must be told
const broken = {
  'low contrast': [{ 'en/one.html': page({ body: '<p style="color:#ccc;background:#fff">Pale</p>' }) }, /axe color-contrast/],
  'picture without words': [{ 'en/one.html': page({ body: '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="9" height="9">' }) }, /axe image-alt/],
  'too wide': [{ 'en/one.html': page({ body: '<div style="width:500px">Wide</div>' }) }, /scrolls sideways: .* in a window of 320 px, because of <div>/],
  'script error': [{ 'en/one.html': page({ body: '<p>Text</p><script>undefinedThing()</script>' }) }, /script error: undefinedThing is not defined/],
  'console error': [{ 'en/one.html': page({ body: '<p>Text</p><script>console.error("oh")</script>' }) }, /console error: oh/],
  'missing picture': [{ 'en/one.html': page({ body: '<img src="no.png" alt="None">' }) }, /request failed: .*no\.png|img to a file that is not there: en\/no\.png/],
  'asks outside': [{ 'en/one.html': page({ head: '<script src="https://example.org/x.js"></script>' }) }, /asks for something outside|script points outside|request failed/],
  'text by script alone': [{ 'en/one.html': page({ body: '<p id="p">…</p><script>document.getElementById("p").textContent = "Only now"</script>' }) }, /without script the text differs in line 2: "…" instead of "Only now"/],
  'no heading': [{ 'en/one.html': page({ h1: '<p id="top">Just text</p>' }) }, /has 0 first headings|axe page-has-heading-one/],
  'wrong language': [{ 'lt/vienas.html': page({ lang: 'lv' }) }, /says its language is "lv" and stands in the folder "lt"/],
  'dead link': [{ 'en/one.html': page({ body: '<p><a href="two.html">Two</a></p>' }) }, /a to a file that is not there: en\/two\.html/],
  'dead fragment': [{ 'index.html': page({ css: 'style.css', body: '<p><a href="en/one.html#gone">One</a></p>' }) }, /a to a place that is not there: en\/one\.html#gone/],
  'link to a folder': [{ 'index.html': page({ css: 'style.css', body: '<p><a href="en/">One</a></p>' }) }, /a to a folder/],
  'link out of the folder': [{ 'index.html': page({ css: 'style.css', body: '<p><a href="../x.html">X</a></p>' }) }, /a leaves the published folder/],
  'same id twice': [{ 'en/one.html': page({ body: '<p id="here">a</p><p id="here">b</p>' }) }, /the same id twice: here/],
  'deaf to dark': [{ 'style.css': 'body{font:1rem sans-serif;background:#fff;color:#111}a{color:#003d99}' }, /looks the same in light and in dark/],
  'no page at all': [null, /no page in this folder/],
};

function lay(files) {
  const root = mkdtempSync(join(tmpdir(), 'sumanus-e2e-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

// The site that is well is looked at in every way; a fault in the ways that can show it.
const usual = ['light 1280 px', 'light 1280 px, no script'];
const also = { 'too wide': ['light 320 px'], 'deaf to dark': ['dark 1280 px'] };
const looksFor = (name) => variants.filter((v) => [...usual, ...(also[name] ?? [])].includes(variantName(v)));

const results = [];
const browser = await launch();
try {
  for (const [name, [change, want]] of [['a site that is well', [{}, null]], ...Object.entries(broken)]) {
    const root = lay(change ? { ...good, ...change } : {});
    const told = (await examine(browser, root, want ? { looks: looksFor(name) } : {})).flatMap((r) => r.problems.map((p) => `${r.name}: ${p}`));
    rmSync(root, { recursive: true });
    const problems = [];
    if (want === null) problems.push(...told);
    else if (!told.some((t) => want.test(t))) problems.push(`not noticed; told was: ${told.join(' | ') || 'nothing'}`);
    else problems.push(...told.filter((t) => !want.test(t)).map((t) => `also told: ${t}`));
    results.push({ name: `self-test: ${name}`, problems });
  }
} finally {
  await browser.close();
}
process.exitCode = close(results, resolve('e2e/out/selftest.json'));
