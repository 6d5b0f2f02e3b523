// A morning's inbox cleared from the keyboard. Every key is counted where a figure was promised.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { watchHands } from '../lib/hands.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = 'ada@hosting.example';
const LEAD = 'lena@hosting.example';

const { story } = stage({
  people: [{ email: ANALYST, role: 'analyst' }, { email: LEAD, role: 'lead' }],
});

/** One after the other, as fingers do. */
async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** A key by its place, with the sign that a French keyboard shows there. */
async function azerty(page, code, key) {
  const line = await page.context().newCDPSession(page);
  await line.send('Input.dispatchKeyEvent', { type: 'keyDown', code, key, text: key });
  await line.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key });
  await line.detach();
}

/** The keys are listened to once their button shows. */
async function inbox(page, path = '/inbox') {
  await page.goto(path);
  await page.getByRole('button', { name: /^Keys/ }).waitFor();
}

async function complain(page, place) {
  await page.goto('/complaints/new');
  await page.getByLabel('Addresses').fill(place);
  await page.getByLabel('Category').selectOption('counterfeit');
  await page.getByLabel('What is wrong there').fill(`False watches at ${place}`);
  await page.getByRole('button', { name: 'Log complaint' }).click();
  await page.waitForURL(/\/complaints\/\d+$/);
}

story('A lead adds the customer', async ({ page }) => {
  await signIn(page, LEAD);
  await page.goto('/customers/new');
  await page.getByLabel('Handle').fill('example-shop');
  await page.getByLabel('Account number').fill('4712');
  await page.getByLabel('Name', { exact: true }).fill('Example Shop SARL');
  await page.getByLabel('Contact’s name').fill('Abuse desk');
  await page.getByLabel('Contact’s email address').fill('abuse@shop.example');
  await page.getByLabel('Assets').fill('shop.example');
  await page.getByLabel('Held since').fill('2026-01-01');
  await page.getByRole('button', { name: 'Add customer' }).click();
  await page.waitForURL('**/customers/example-shop');
});

story('Rejected in two keys, taken back, passed on in three', async (tools) => {
  const { page, context } = tools;
  await signIn(page, ANALYST);
  for (const item of [1, 2, 3, 4]) await complain(page, `https://shop.example/item/${item}`);
  await inbox(page);
  await look(page, tools, 'triage-inbox');

  // Counted by what reaches the page, from a page that was just opened.
  const hands = await watchHands(context);
  await inbox(page);
  hands.rest();
  await press(page, 'r', '1');
  await page.getByText('1 complaint rejected.').waitFor();
  assert.equal(hands.count, 2, hands.did.join(' | '));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back: 1 complaint again in the inbox.').waitFor();

  await inbox(page);
  hands.rest();
  await press(page, 'p', '1', 'Enter');
  await page.getByText('1 complaint passed on.').waitFor();
  assert.equal(hands.count, 3, hands.did.join(' | '));
  await look(page, tools, 'triage-passed-on');

  // A French keyboard shows digits only with Shift: the key in that place does the same.
  await inbox(page);
  hands.rest();
  await azerty(page, 'KeyR', 'r');
  await azerty(page, 'Digit1', '&');
  await page.getByText('1 complaint rejected.').waitFor();
  assert.equal(hands.count, 2, hands.did.join(' | '));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back: 1 complaint again in the inbox.').waitFor();

  await inbox(page);
  await page.keyboard.press('Space');
  await page.getByRole('complementary', { name: 'A look at the complaint' }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByText('2 complaints ticked').waitFor();
  await page.keyboard.press('r');
  await look(page, tools, 'triage-bulk');
  await page.keyboard.press('2');
  await page.getByText('2 complaints rejected.').waitFor();
});

story('A list is saved, and everything is found', async (tools) => {
  const { page } = tools;
  await signIn(page, ANALYST);
  await page.goto('/inbox?category=counterfeit');
  await page.getByText('Save this view').click();
  await page.getByLabel('Name of the view').fill('False goods');
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^False goods/ }).waitFor();

  await page.goto('/search?q=shop.example%2Fitem%2F1');
  await page.locator('mark').first().waitFor();
  await look(page, tools, 'search');
  await page.goto('/search?q=nothing-like-this');
  await page.getByText('No entry holds these words.').waitFor();
});

for (const javaScript of [true, false]) {
  const manner = javaScript ? 'with' : 'without';
  story(`The inbox, the cases and search are whole ${manner} JavaScript`, { javaScript }, async (tools) => {
    const { page } = tools;
    await signIn(page, ANALYST);
    for (const path of ['/inbox', '/cases', '/cases?view=all', '/search?q=shop*']) {
      await page.goto(path);
      await look(page, tools, `triage${path.replaceAll(/[^a-z0-9]+/g, '-')}-${manner}`);
    }
  });
}
