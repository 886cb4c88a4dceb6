// SPDX-License-Identifier: EUPL-1.2
//
// States of pages that have no address of their own: a form with faults, a conflict, long words, a file that was brought, what an analysis
// gave. Each is made as a person makes it.

import { fileURLToPath } from 'node:url';

const newer = fileURLToPath(new URL('../examples/kurzeme-klaipeda/incoming/demo_r_pjangrp3_2022_extract.tsv', import.meta.url));

/** Words as long as Lithuanian and Latvian have them, and longer. */
const long = 'Nebeprisikiškiakopūsteliaujančiuosiuose pasienio bendradarbiavimo susitarimuose – neatkarīgumdeklarēšanās pretuzņēmējdarbībspārorientēšanās ' + 'labaiilgasžodisbetarpo'.repeat(6);

/** Actions that belong to the person who looks, one for each look, so that looks do not meet. */
export const ownActions = ['culture-calendar', 'material-exchange', 'newcomer-desk', 'one-list-of-services', 'school-places-forecast', 'shared-desks', 'single-ticket-trial', 'storm-plan', 'visiting-doctor-team', 'wind-suppliers'];

const save = 'main button[name=do][value=save]:not([tabindex])';

/**
 * Brings the page into each state and lets it be examined.
 * examine(name, status) looks at what page shows; go(path) opens an address behind the language and gives the status.
 */
export async function states(page, { go, examine, action }) {
  const press = async (selector) => {
    const [answer] = await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]);
    return answer?.status();
  };

  await go('/new/action');
  await examine('a new record without anything', 422, await press(save));

  await go('/evidence/new-finding');
  await examine('a finding without anything', 422, await press('main button[name=do][value=save]'));

  await go('/evidence/new-indicator');
  await examine('an indicator without anything', 422, await press('main button[name=do][value=save]'));

  await go('/evidence/finding/gdp-gap-2010/reword');
  await page.locator('[name="a.0.left"]').fill('klaipeda / nobody');
  await page.locator('[id="f-a.0.left-error"]').waitFor();
  await examine('a fault told while typing');
  await page.locator('[name="a.0.left"]').fill('ratio');
  await page.locator('[id="f-a.0.left-error"]').waitFor({ state: 'detached' });
  await examine('a sentence checked while typing');

  await go('/evidence/new-dataset');
  await page.locator('input[type=file]').setInputFiles(newer);
  await page.locator('main button.do').first().click();
  await page.waitForURL('**/evidence/new-dataset/*');
  await examine('a file for a new dataset', 200, 200);

  await go('/evidence/new-analysis/structure');
  await press('main tr:last-child a.btn'); // the last dataset in the language of the page
  await examine('a question with what is proposed', undefined, await press('main form button.do'));
  const asked = new URL(page.url()).pathname;
  if (asked.includes('/evidence/analysis/')) {
    await examine('an analysis', 200, await go(asked.replace(/^\/\w\w/, '')));
    await examine('the question of an analysis', 200, await go(asked.replace(/^\/\w\w/, '') + '/question'));
  }

  // Somebody else was faster: the form was opened before and is saved after.
  await go(`/edit/action/${action}`);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('[name="summary.en"]').fill(`What people will notice, told anew at ${action}.`);
  await Promise.all([other.waitForNavigation(), other.locator(save).first().click()]);
  await other.close();
  await page.locator('[name="summary.en"]').fill('What people will notice, told in another way.');
  await examine('a conflict', 409, await press(save));

  // What was typed over the conflict is thrown away: saving it would only bring the conflict again.
  await go(`/edit/action/${action}`);
  await press(`form[action$="/discard/action/${action}"] button`);
  await go(`/edit/action/${action}`);
  for (const l of ['lt', 'lv', 'en']) await page.locator(`[name="title.${l}"]`).fill(long);
  await press(save);
  await examine('long words on the page of a record', 200, await go(`/actionplan/action/${action}`));
  if (!(await page.locator('h1').innerText()).includes(long)) throw new Error('the long words were not saved');
  await examine('long words in a list', 200, await go('/actionplan'));
  await examine('long words on the board', 200, await go('/actionplan?view=board'));
  await examine('long words in time', 200, await go('/actionplan?view=timeline'));
  await examine('long words in a form', 200, await go(`/edit/action/${action}`));
  await examine('long words in what was found', 200, await go('/search?q=labaiilgas'));
  await examine('long words in what happened', 200, await go('/'));
}

/** Pages of a house without any record. */
export const emptyPages = ['/', '/territory', '/evidence', '/evidence/datasets', '/evidence/indicators', '/evidence/analyses', '/strategy', '/strategy/check', '/strategy/baselines', '/actionplan', '/actionplan?view=board',
  '/actionplan?view=timeline', '/guide', '/search?q=x', '/people', '/drafts', '/deleted', '/operation', '/account'];
