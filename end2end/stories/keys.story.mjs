// Every key that the help names, pressed once where the help says that it works, with what it does. A key that is listed
// and not pressed here fails the story.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = 'ada@hosting.example';
const LEAD = 'lena@hosting.example';
const ADMIN = 'ivo@hosting.example';

const { story } = stage({
  demo: true,
  now: '2026-03-12T12:00:00Z',
  people: [{ email: ANALYST, role: 'analyst' }, { email: LEAD, role: 'lead' }, { email: ADMIN, role: 'admin' }],
});

/** The keys are listened to once their button shows. */
async function open(page, path) {
  await page.goto(path);
  await page.getByRole('button', { name: /^Keys/ }).waitFor();
}

const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const at = (page, path) => page.waitForURL((url) => url.pathname === path);
const focused = (page, question) => page.waitForFunction((ask) => document.activeElement?.matches(ask), question);
const hrefs = (page) => page.locator('main [data-rows] a[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('href')));

/** What the help lists under a heading, each row as its keys: "g i", "j / ↓". */
async function listed(page, title) {
  const section = page.locator('#keys-help section', { has: page.getByRole('heading', { name: title, includeHidden: true }) });
  const keys = await section.locator('dt').evaluateAll((all) => all.map((one) => one.textContent.trim().replaceAll(/\s+/g, ' ')));
  return keys.sort();
}

const PLACES = {
  'g i': '/inbox', 'g c': '/cases', 'g u': '/customers', 'g d': '/dashboard', 'g e': '/decisions', 'g l': '/letters',
  'g a': '/ledger', 'g r': '/reports', 'g p': '/people',
};

story('Everywhere: to any place, the search, the palette, the help', async ({ page, visitor }) => {
  const admin = await visitor();
  await signIn(page, LEAD);
  await signIn(admin.page, ADMIN);
  const seen = new Set(['Ctrl K', '?', '/', 'c']);
  for (const one of [page, admin.page]) {
    await open(one, '/account');
    const keys = await listed(one, 'Everywhere');
    for (const key of keys.filter((key) => key in PLACES)) {
      seen.add(key);
      await open(one, '/account');
      await press(one, ...key.split(' '));
      await at(one, PLACES[key]);
    }
    assert.deepEqual(keys.filter((key) => !seen.has(key)), [], 'every key was pressed');
  }
  assert.deepEqual(Object.keys(PLACES).filter((key) => !seen.has(key)), [], 'the lead and the admin reach every place');

  // An admin works no case, so nothing leads there.
  await open(admin.page, '/account');
  await press(admin.page, 'g', 'i');
  await press(admin.page, '?');
  await admin.page.getByRole('dialog', { name: 'Keys' }).waitFor();
  assert.equal(new URL(admin.page.url()).pathname, '/account');
  assert.equal(await admin.page.getByRole('dialog').getByRole('link', { name: 'Inbox' }).count(), 0);

  await open(page, '/account');
  await press(page, '/');
  await focused(page, 'input[type=search]');
  await page.keyboard.type('phish');
  assert.equal(await page.locator('input[type=search]').inputValue(), 'phish', 'in a field a key is a letter');
  await open(page, '/account');
  await press(page, '?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  // The help also leads where its keys do.
  await page.getByRole('dialog', { name: 'Keys' }).getByRole('link', { name: 'Letters' }).click();
  await at(page, '/letters');
  await open(page, '/account');
  await press(page, 'Control+k');
  await page.getByRole('combobox', { name: 'Where to, or what to do' }).waitFor();
  await open(page, '/dashboard');
  await press(page, 'c');
  await at(page, '/complaints/new');
});

story('In a list: rows, ticks, and from one to the next without going back', async ({ page }) => {
  await signIn(page, ANALYST);
  const seen = ['j / ↓', 'k / ↑', 'Enter', '[ / h', '] / l', 'x', 'X'];
  await open(page, '/inbox');
  assert.deepEqual(await listed(page, 'In a list'), seen.sort());
  const inbox = await hrefs(page);
  assert.ok(inbox.length > 3);
  const row = (place) => focused(page, `a[data-row][href="${inbox[place]}"]`);
  await press(page, 'ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true, 'outside of a list the arrows scroll');
  await press(page, 'j');
  await row(0);
  await press(page, 'j');
  await row(1);
  await press(page, 'k');
  await row(0);
  await press(page, 'ArrowDown', 'ArrowDown');
  await row(2);
  await press(page, 'ArrowUp');
  await row(1);
  await press(page, 'x');
  await page.getByText(/^C-\d+ ticked$/).waitFor();
  await press(page, 'j', 'j', 'Shift+X');
  await page.getByText('3 complaints ticked').waitFor();
  await press(page, 'Enter');
  await at(page, inbox[3]);

  // Through the list that one came from, with both keys of each way; at its end nothing happens.
  for (const [key, place] of [['h', 2], ['[', 1], ['[', 0], ['l', 1], [']', 2]]) {
    await page.getByRole('button', { name: /^Keys/ }).waitFor();
    await press(page, key);
    await at(page, inbox[place]);
  }
  await open(page, inbox[0]);
  await press(page, '[', '?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  assert.equal(new URL(page.url()).pathname, inbox[0]);

  // Cases have no look beside the list, so Space scrolls there as everywhere.
  await page.setViewportSize({ width: 1280, height: 400 });
  await open(page, '/cases?view=all');
  const cases = await hrefs(page);
  await press(page, 'j', 'x', 'j', 'Shift+X');
  await page.getByText('2 cases ticked').waitFor();
  await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
  await press(page, 'Space');
  await page.waitForFunction(() => window.scrollY > 0);
  await press(page, 'j', 'Enter');
  await at(page, cases[0]);
  await page.getByRole('button', { name: /^Keys/ }).waitFor();
  await press(page, ']');
  await at(page, cases[1]);
});

story('In the inbox: look, reject, pass on, attach, open a case, change, undo', async ({ page }) => {
  await signIn(page, ANALYST);
  const seen = ['Space', 'r', 'p', 'e', 'o', 'f', 'u'];
  await open(page, '/inbox');
  assert.deepEqual(await listed(page, 'In the inbox'), seen.sort());
  await press(page, 'Space');
  await page.getByRole('complementary', { name: 'A look at the complaint' }).waitFor();
  await press(page, 'Space');
  await page.getByRole('complementary', { name: 'A look at the complaint' }).waitFor({ state: 'hidden' });

  // Each list opens at its key and closes with Escape; what was ticked only for it is free again.
  for (const [key, name, field] of [['r', 'reject'], ['p', 'pass_on'], ['e', 'attach', 'input[name=case]'], ['f', 'class', '[name=set_category]']]) {
    await press(page, key);
    await page.locator(`details[data-menu=${name}][open]`).waitFor();
    await page.getByText(/^C-\d+ ticked$/).waitFor();
    if (field) await focused(page, field);
    await press(page, 'Escape');
    await page.locator(`details[data-menu=${name}][open]`).waitFor({ state: 'detached' });
    await page.getByText('Tick what you want to act on').waitFor();
  }

  // The ninth reason is one's own, so its key leads to the words.
  await press(page, 'r', '9');
  await focused(page, 'textarea[name=own]');
  await press(page, 'Escape', 'r', '2');
  await page.getByText('1 complaint rejected.').waitFor();
  await page.getByRole('button', { name: /^Keys/ }).waitFor();
  await press(page, 'u');
  await focused(page, '.flash button');
  await press(page, 'Enter');
  await page.getByText('Taken back: 1 complaint again in the inbox.').waitFor();

  await page.getByRole('button', { name: /^Keys/ }).waitFor();
  await press(page, 'p', '2');
  await focused(page, '[data-do=pass_on]');
  await press(page, 'Escape', 'o');
  await focused(page, 'button[value=open]');
  await press(page, 'Enter');
  await at(page, '/cases/new');
});

story('On a case: notice, decision, note, take, put aside, undo', async ({ page }) => {
  await signIn(page, LEAD);
  const seen = ['t', 'd', 'n', 'a', 's', 'u'];
  await page.goto('/cases?view=open');
  // One with nothing sent yet, on which everything can still be done.
  const path = await page.getByRole('row', { name: /guesses passwords/ }).locator('a[data-row]').getAttribute('href');
  await open(page, path);
  assert.deepEqual(await listed(page, 'On a case'), seen.sort());
  await press(page, 't');
  await at(page, `${path}/notices/new`);
  await open(page, path);
  await press(page, 'd');
  await at(page, `${path}/decision`);
  await open(page, path);
  await press(page, 'n');
  await focused(page, 'textarea[name=text]');
  await open(page, path);
  await press(page, 's');
  await page.locator('#snooze[open]').waitFor();
  await open(page, path);
  await press(page, 'a');
  await focused(page, 'button[data-key=a]');
  await press(page, 'Enter');
  await page.locator('.flash').waitFor();
  await page.getByRole('button', { name: /^Keys/ }).waitFor();
  await press(page, 'u');
  await focused(page, '.flash button');
  await press(page, 'Enter');
  await page.getByRole('button', { name: /^Take the case/ }).waitFor();
});

story('Who turned single keys off is left alone', async ({ page }) => {
  await signIn(page, LEAD);
  await open(page, '/inbox');
  await press(page, '?');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await dialog.getByLabel('Use single keys in this browser').uncheck();
  await press(page, 'Escape');
  await press(page, 'j', 'g', 'c', 'r');
  assert.equal(await page.locator('details[data-menu][open]').count(), 0);
  assert.equal(new URL(page.url()).pathname, '/inbox');
  await page.getByRole('button', { name: /^Keys/ }).click();
  await dialog.getByLabel('Use single keys in this browser').check();
  await press(page, 'Escape');
  await press(page, 'g', 'c');
  await at(page, '/cases');
});
