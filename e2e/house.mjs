// SPDX-License-Identifier: EUPL-1.2
//
// The running house: starting and stopping it, and acting in it with a mouse, by keyboard alone, or without JavaScript.

import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

/** Starts "sumanus demo", or "serve" with nothing in it, on a fresh folder and a free port. Gives { base, first, stop }. */
export async function startHouse(binary, data, lang, command = 'demo') {
  rmSync(data, { recursive: true, force: true });
  const child = spawn(binary, [command, '--data', data, '--addr', '127.0.0.1:0', '--lang', lang], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const first = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the house did not say its link in two minutes:\n${said}`)), 120_000);
    const hear = (chunk) => {
      said += chunk;
      const link = /https?:\/\/\S+\/account\/first\/\S+/.exec(said);
      if (link && said.endsWith('\n')) {
        clearTimeout(timer);
        resolve(link[0]);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', (chunk) => { said += chunk; });
    child.on('exit', (code) => reject(new Error(`the house stopped with ${code}:\n${said}`)));
  });
  return {
    base: new URL(first).origin,
    first,
    async stop() {
      child.kill('SIGTERM');
      const code = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve('nothing in half a minute'), 30_000))]);
      if (code === 'nothing in half a minute') child.kill('SIGKILL');
      return code;
    },
  };
}

/** Somebody at the page: acts with a mouse, or by keyboard alone. */
export class Hand {
  constructor(page, keyboard) {
    this.page = page;
    this.keyboard = keyboard;
  }

  /** Brings the focus to an element with the Tab key, as somebody without a mouse does. */
  async reach(locator) {
    await locator.waitFor({ state: 'visible' });
    for (let i = 0; i < 500; i++) {
      if (await locator.evaluate((e) => e === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`the Tab key never reaches ${locator}`);
  }

  async open(details) {
    if (await details.count() && !(await details.first().evaluate((e) => e.open))) await this.press(details.first().locator('summary').first(), false);
  }

  /** Follows a link or presses a button, and waits for the page it leads to. */
  async press(locator, leads = true) {
    const target = locator.first();
    if (!this.keyboard) {
      await target.click();
    } else {
      await this.reach(target);
      // A key does not wait for the page it leads to, as a click of the driver does: the old page is marked, and the new one is not.
      if (leads) await this.page.evaluate(() => { window.leaving = true; });
      await this.page.keyboard.press('Enter');
      if (leads) await this.page.waitForFunction(() => !window.leaving);
    }
    if (leads) await this.page.waitForLoadState('load');
  }

  async write(locator, text) {
    const target = locator.first();
    const date = await target.evaluate((e) => e.type === 'date');
    if (this.keyboard && !date) {
      await this.reach(target);
      await this.page.keyboard.press('Control+A');
      await this.page.keyboard.insertText(text);
    } else {
      if (this.keyboard) await this.reach(target);
      await target.fill(text); // how a date is typed differs with the machine's own language
    }
  }
}
