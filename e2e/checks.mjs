// SPDX-License-Identifier: EUPL-1.2
//
// What must be true of every page, in every way of looking at it. Each check returns sentences; none means it is well.

import { axeSource } from './browser.mjs';
import { languageOf, urlOf } from './site.mjs';

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Opens one page and returns { problems, text, hrefs, ids, background }. Takes a picture when told where. */
export async function inspect(context, root, pageName, variant, picture) {
  const page = await context.newPage();
  const problems = [];
  const url = urlOf(root, pageName);
  const base = urlOf(root, '').replace(/\/?$/, '/');
  page.on('console', (m) => { if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) problems.push(`console error: ${m.text()}`); });
  page.on('pageerror', (e) => problems.push(`script error: ${e.message}`));
  page.on('requestfailed', (r) => problems.push(`request failed: ${r.url()} (${r.failure()?.errorText})`));
  page.on('request', (r) => {
    if (!r.url().startsWith(base) && !/^(data|blob):/.test(r.url())) problems.push(`asks for something outside: ${r.url()}`);
  });
  try {
    await page.goto(url, { waitUntil: 'load' });
    const seen = { ...await page.evaluate(look), text: await page.evaluate(lines) };
    problems.push(...structure(seen, languageOf(pageName)), ...reflow(seen));
    if (variant.script) {
      await page.evaluate(() => document.fonts.ready.then(() => true));
      problems.push(...await axe(page));
    }
    if (picture) await page.screenshot({ path: picture, fullPage: true });
    return { problems: [...new Set(problems)], ...seen };
  } finally {
    await page.close();
  }
}

/** Runs inside the page: the lines one reads. What only a script can do (a switch between light and dark) may be there for those who have one, and what makes up for it for those who have none; it is marked so. */
export function lines() {
  const helpers = [...document.querySelectorAll('[data-needs-script], noscript')];
  const displays = helpers.map((e) => e.style.display);
  helpers.forEach((e) => e.style.setProperty('display', 'none', 'important'));
  const text = document.body.innerText.split('\n').map((l) => l.replace(/\s+/g, ' ').trim()).filter(Boolean);
  helpers.forEach((e, i) => { e.style.display = displays[i]; });
  return text;
}

/** Runs inside the page: everything else the checks need, gathered at once. Neither may await: without script nothing would answer. */
function look() {
  const box = (e) => e.getBoundingClientRect();
  const shown = (e) => e.checkVisibility?.({ visibilityProperty: true }) ?? true;
  const scrolls = (e) => {
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(p).overflowX)) return true;
    }
    return false;
  };
  const wide = document.documentElement.scrollWidth > window.innerWidth;
  const offenders = !wide ? [] : [...document.body.querySelectorAll('*')]
    .filter((e) => !e.closest('svg *') && box(e).right > window.innerWidth + 1 && shown(e) && !scrolls(e))
    .map((e) => `<${e.tagName.toLowerCase()}${e.id ? ` id="${e.id}"` : ''}${e.className?.length ? ` class="${e.className}"` : ''}>`);
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  const refs = [];
  for (const [selector, attribute] of [['a[href]', 'href'], ['area[href]', 'href'], ['link[href]', 'href'], ['img[src]', 'src'],
    ['script[src]', 'src'], ['source[src]', 'src'], ['iframe[src]', 'src'], ['use[href]', 'href']]) {
    for (const e of document.querySelectorAll(selector)) {
      const kind = selector.split('[')[0];
      const value = e.getAttribute(attribute);
      try {
        refs.push({ href: new URL(value, document.baseURI).href, kind: kind === 'area' ? 'a' : kind });
      } catch {
        refs.push({ href: `invalid:${value}`, kind });
      }
    }
  }
  return {
    lang: document.documentElement.lang,
    title: document.title.trim(),
    headings: [...document.querySelectorAll('h1')].filter(shown).map((h) => h.textContent.trim()),
    viewport: !!document.querySelector('meta[name=viewport]'),
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: window.innerWidth,
    offenders: offenders.slice(0, 3),
    repeated: ids.filter((id, i) => ids.indexOf(id) !== i),
    background: getComputedStyle(document.body).backgroundColor + ' on ' + getComputedStyle(document.documentElement).backgroundColor,
    ids, refs,
  };
}

function structure(seen, language) {
  const problems = [];
  if (!seen.lang) problems.push('the page does not say its language');
  else if (language && seen.lang.split('-')[0] !== language) problems.push(`the page says its language is "${seen.lang}" and stands in the folder "${language}"`);
  if (!seen.title) problems.push('the page has no title');
  if (!seen.viewport) problems.push('the page has no viewport line: a telephone would shrink it');
  if (seen.headings.filter(Boolean).length !== 1) problems.push(`the page has ${seen.headings.length} first headings (h1); one is right`);
  if (seen.repeated.length) problems.push(`the same id twice: ${[...new Set(seen.repeated)].join(', ')}`);
  if (seen.text.length === 0) problems.push('the page shows nothing');
  return problems;
}

function reflow(seen) {
  if (seen.scrollWidth <= seen.innerWidth) return [];
  return [`scrolls sideways: ${seen.scrollWidth} px wide in a window of ${seen.innerWidth} px${seen.offenders.length ? ', because of ' + seen.offenders.join(' ') : ''}`];
}

// preload would have axe fetch the style sheets once more, which a page opened from a file may not do.
async function axe(page) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (values) => {
    const result = await window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'], preload: false });
    return result.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => n.target.flat().join(' ')) }));
  }, axeTags);
  return violations.map((v) => `axe ${v.id}: ${v.help} (${v.nodes.length} times, first at ${v.nodes[0]})`);
}

/** The first line in which the page without script differs from the page with it. */
export function textDifference(withScript, without) {
  const n = Math.max(withScript.length, without.length);
  for (let i = 0; i < n; i++) {
    if (withScript[i] !== without[i]) {
      return [`without script the text differs in line ${i + 1}: "${without[i] ?? '(nothing)'}" instead of "${withScript[i] ?? '(nothing)'}"`];
    }
  }
  return [];
}
