// SPDX-License-Identifier: EUPL-1.2
//
// The day of a planner, whole: the first link, a newer file, the sentence that turned, its way to guide, measure and action, the new
// wording in three languages, publishing, and the page that anybody reads.

import { fileURLToPath } from 'node:url';
import { axeSource } from './browser.mjs';
import { Hand } from './house.mjs';

const incoming = fileURLToPath(new URL('../examples/kurzeme-klaipeda/incoming/nama_10r_3gdp_nuts2021_extract.csv', import.meta.url));

/** What the sentence says when it is written anew; the number that turned it is below one and a half. */
const wording = {
  lv: '{= 2010}. gadā IKP uz vienu iedzīvotāju Klaipēdas reģionā bija [par vairāk nekā divām piektdaļām lielāks](#at-least) nekā Kurzemē: attiecīgi {klaipeda} un {kurzeme} eiro.',
  lt: '{= 2010} m. BVP vienam gyventojui Klaipėdos regione buvo [daugiau kaip dviem penktadaliais didesnis](#at-least) negu Kuržemėje: atitinkamai {klaipeda} ir {kurzeme} eurų.',
  en: 'In {= 2010} GDP per head in the Klaipėda region was [more than two fifths higher](#at-least) than in Kurzeme: {klaipeda} against {kurzeme} euros.',
};
const said = { lv: 'divām piektdaļām', lt: 'dviem penktadaliais', en: 'two fifths' };

/** Walks the journey and returns [{ name, problems }], a line for each step. */
export async function journey(browser, house, lang, { keyboard = false, script = true } = {}) {
  const how = keyboard ? 'by keyboard' : script ? 'by mouse' : 'without script';
  const results = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: script, reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const noise = [];
  page.on('console', (m) => { if (m.type() === 'error') noise.push(`console error: ${m.text()}`); });
  page.on('pageerror', (e) => noise.push(`script error: ${e.message}`));
  page.on('response', (r) => { if (r.status() >= 500) noise.push(`${r.status()} for ${r.url()}`); });
  const hand = new Hand(page, keyboard);
  const at = (path) => `${house.base}/${lang}${path}`;
  const link = (part) => page.locator(`main a[href*="${part}"]:visible`);

  const step = async (name, act) => {
    noise.length = 0;
    const problems = [];
    try {
      await act((truth, sentence) => { if (!truth) problems.push(sentence); });
    } catch (e) {
      problems.push(`${e.message.split('\n')[0]} at ${page.url()}`);
    }
    if (script && problems.length === 0) {
      await page.evaluate(axeSource);
      const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const v of found.violations) problems.push(`axe ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
    }
    problems.push(...noise);
    results.push({ name: `journey in ${lang}, ${how}: ${name}`, problems });
    return problems.length === 0;
  };

  try {
    await step('the first link makes the first administrator', async (must) => {
      await page.goto(house.first);
      await hand.write(page.locator('input[name=name]'), 'Rasa Jonaitienė');
      await hand.write(page.locator('input[name=email]'), 'rasa@example.org');
      await hand.write(page.locator('input[name=password]'), 'kopos-ir-jura-2026');
      await hand.press(page.locator('main button.do'));
      must(new URL(page.url()).pathname === `/${lang}/`, `the first page is ${page.url()}`);
      must((await page.locator('h1').innerText()).includes('Rasa'), 'the first page does not greet the person');
    });

    await step('a file without its date says what is missing', async (must) => {
      await hand.press(page.locator(`nav a[href="/${lang}/evidence"]`));
      await hand.press(link('/evidence/datasets'));
      await hand.press(link('/evidence/dataset/gdp'));
      await hand.press(link('/evidence/dataset/gdp/upload'));
      await page.locator('input[type=file]').setInputFiles(incoming);
      await hand.press(page.locator('main button.do'));
      must(await page.locator('#errors').count() === 1, 'nothing says that the date is missing');
    });

    await step('the preview tells what would change', async (must) => {
      await hand.write(page.locator('input[name=published]'), '2023-02-21');
      await hand.press(page.locator('button[value=look]'));
      must((await page.locator('main').innerText()).includes('382'), 'the number of revised values is not told');
    });

    await step('the import tells which sentence turned', async (must) => {
      await hand.press(page.locator('button[value=import]'));
      // The page asks again by itself, with a script and without one.
const told = () => document.querySelector('main a[href*="/evidence/finding/gdp-gap-2010"]') !== null && !document.querySelector('[data-progress]');
      for (let i = 0; i < 120 && !await page.evaluate(told).catch(() => false); i++) await page.waitForTimeout(500);
      must(await link('/evidence/finding/gdp-gap-2010').count() > 0, 'the report does not lead to the finding');
    });

    await step('the overview waits for a decision', async (must) => {
      await hand.press(page.locator(`nav a[href="/${lang}/"]`));
      must(await page.locator('.todo a[href*="/evidence/finding/gdp-gap-2010"]').count() > 0, 'the finding is not on the list of what waits');
    });

    await step('the finding leads to guide, measure and action', async (must) => {
      await hand.press(page.locator('.todo a[href*="/evidence/finding/gdp-gap-2010"]'));
      await page.waitForURL('**/evidence/finding/gdp-gap-2010');
      await page.locator('.v-waits').first().waitFor();
      for (const part of ['/evidence/dataset/gdp', '/guide/chapter/', '/strategy/measure/', '/actionplan/action/']) {
        must(await page.locator(`.thread a[href*="${part}"]`).count() > 0, `the thread does not lead to ${part}`);
      }
      const finding = page.url();
      await hand.press(page.locator('.thread a[href*="/guide/chapter/"]:visible'));
      must(await page.locator('main a[href*="/evidence/finding/gdp-gap-2010"]').count() > 0, 'the chapter does not lead back');
      await page.goto(finding);
      await hand.press(page.locator('.thread a[href*="/actionplan/action/"]:visible'));
      must(await page.locator('.thread a[href*="/strategy/measure/"]').count() > 0, 'the action does not lead to its measure');
      must(await page.locator('.thread a[href*="/evidence/dataset/"]').count() > 0, 'no official figure stands on the page of the action');
      await hand.press(page.locator('.thread a[href*="/strategy/measure/"]:visible'));
      must(new URL(page.url()).pathname.includes('/strategy/measure/'), 'the measure has no page');
      await page.goto(finding);
    });

    await step('what does not fit is said while it is typed', async (must) => {
      await hand.press(link('/evidence/finding/gdp-gap-2010/reword'));
      if (!script) return;
      const left = page.locator('input[name="a.0.left"]');
      const fault = page.locator('[id="f-a.0.left-error"]');
      const line = page.locator('[data-checked]');
      const was = await left.inputValue();
      await hand.write(left, `${was} / nobody`);
      await fault.waitFor();
      must((await fault.innerText()).includes('nobody'), 'the fault does not name what nobody knows');
      must(await left.getAttribute('aria-invalid') === 'true' && (await left.getAttribute('aria-describedby')).includes('f-a.0.left-error'), 'the fault is not tied to its field');
      must(await left.evaluate((e) => e === document.activeElement), 'the check took the focus away');
      must((await line.innerText()).includes('1'), `the line says "${await line.innerText()}"`);
      await hand.write(left, was);
      await fault.waitFor({ state: 'detached' });
      must(await left.getAttribute('aria-invalid') === null, 'a field that was mended still counts as wrong');
      must(await page.locator('[data-live=checked] .sentence').count() > 0, 'the sentence as it would be is not shown');
    });

    await step('the sentence is written anew in three languages', async (must) => {
      for (const l of Object.keys(wording)) await hand.write(page.locator(`textarea[name="statement.${l}"]`), wording[l]);
      await hand.write(page.locator('input[name="a.0.right"]'), '1.4');
      await page.locator('select[name="a.0.op"]').selectOption('>');
      await hand.press(page.locator('button[value=check]').last());
      must(await page.locator('main .v-waits').count() === 0, 'the new wording does not hold either');
      await hand.press(page.locator('button[value=save]'));
      must(new URL(page.url()).pathname === `/${lang}/evidence/finding/gdp-gap-2010`, `saving leads to ${page.url()}`);
      must((await page.locator('h1').innerText()).includes(said[lang]), 'the new words are not on the page');
    });

    await step('the guide is published', async (must) => {
      await hand.press(page.locator(`nav a[href="/${lang}/guide"]`));
      await hand.press(link('/guide/document/guide'));
      await hand.press(page.locator('form[action$="/publish"] button'));
      must(await page.locator('main a[href="/published/"], .toast, [role=status]').count() > 0, 'nothing says that it was published');
    });

    for (const l of Object.keys(wording)) {
      const stranger = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
      try {
        const read = await stranger.newPage();
        const problems = [];
        const answer = await read.goto(`${house.base}/published/${l}/what-the-numbers-say.html`);
        if (!answer || answer.status() !== 200) problems.push(`status ${answer?.status()}`);
        else if (!(await read.locator('main').innerText()).includes(said[l])) problems.push('the published page has the old sentence');
        results.push({ name: `journey in ${lang}, ${how}: anybody reads it in ${l}`, problems });
      } finally {
        await stranger.close();
      }
    }
  } finally {
    await context.close();
  }
  return results;
}
