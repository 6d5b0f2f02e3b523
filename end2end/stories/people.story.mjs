// The team: the first admin, an invitation, the second factor and the paper behind it, sessions, roles, and how each likes
// to see the pages. A desk as a provider runs it: nobody works with a password alone.

import assert from 'node:assert/strict';
import { codeOf, enrol, signInWithCode } from '../lib/codes.mjs';
import { PASSWORD } from '../lib/desk.mjs';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ADMIN = 'ira@hosting.example';
const NOOR = 'noor@hosting.example';

const { story } = stage({ strict: true, now: '2026-03-12T12:00:00Z' });

/** What each has in their telephone and on paper, from one story to the next. */
const has = {};

const comesIn = (page, desk, email) => signInWithCode(page, desk, email, has[email].secret, PASSWORD);

/** The admin's page about somebody. */
async function personPage(page, name) {
  await page.goto('/people');
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

story('The first start makes an admin, who sets up a second factor before anything else', async (tools) => {
  const { page, desk, announce } = tools;
  const path = desk.log(100).match(/\/set-up\/[\w-]+/)[0];
  await page.goto(path);
  await look(page, tools, 'people-set-up');
  await page.getByLabel('Your name').fill('Ira Admin');
  await page.getByLabel('Email address').fill(ADMIN);
  await page.getByLabel('Password', { exact: true }).fill('password');
  announce(422, path);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ira Admin');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the account' }).click();

  // Whatever is asked for, this page comes first.
  await page.waitForURL('**/account/second-factor');
  await page.goto('/people');
  await page.waitForURL('**/account/second-factor');
  await look(page, tools, 'people-second-factor');
  announce(422, '/account/second-factor');
  await page.getByLabel('Six digits').fill('000000');
  await page.getByRole('button', { name: 'Turn the second factor on' }).click();
  await page.getByText('This code is not right').first().waitFor();
  has[ADMIN] = await enrol(page, desk);
  assert.equal(new Set(has[ADMIN].paper).size, 10);
  await look(page, tools, 'people-recovery-codes');
  await page.getByRole('link', { name: 'I have them, go on' }).click();
  await page.waitForURL('**/people');
  await look(page, tools, 'people-first');

  // The link is spent, also for its finder.
  announce(410, path);
  await page.goto(path);
});

story('An invited analyst comes in by the link in their letter, on a phone', { screen: 'phone' }, async (tools) => {
  const { page, desk, visitor, announce } = tools;
  const admin = await visitor({ screen: 'wide' });
  await comesIn(admin.page, desk, ADMIN);
  await admin.page.goto('/people/new');
  await admin.page.getByLabel('Email address').fill('nobody');
  await admin.page.locator('[name=role][value=analyst]').check();
  await admin.announce(422, '/people/new');
  await admin.page.getByRole('button', { name: 'Send the invitation' }).click();
  await admin.page.getByRole('alert').waitFor();
  assert.ok(await admin.page.locator('[name=role][value=analyst]').isChecked());
  await look(admin.page, tools, 'people-invite');
  await admin.page.getByLabel('Email address').fill(NOOR);
  await admin.page.getByRole('button', { name: 'Send the invitation' }).click();
  await admin.page.getByRole('heading', { level: 1, name: 'Invited' }).waitFor();
  await look(admin.page, tools, 'people-invited');

  const path = (await desk.letter('/invitation/')).match(/\/invitation\/[\w-]{43}/)[0];
  await page.goto(path);
  await look(page, tools, 'people-invitation');
  await page.getByLabel('Your name').fill('Noor Analyst');
  await page.getByLabel('Time zone').selectOption('Europe/Paris');
  await page.getByLabel('Password', { exact: true }).fill('passwordpassword');
  announce(422, path);
  await page.getByRole('button', { name: 'Take my place' }).click();
  await page.getByText('well known').first().waitFor();
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Noor Analyst');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Take my place' }).click();
  await page.waitForURL('**/account/second-factor');
  has[NOOR] = await enrol(page, desk);
  await page.getByRole('link', { name: 'I have them, go on' }).click();
  await page.waitForURL('**/inbox');
  await page.getByText('Inbox is empty.').waitFor();

  announce(410, path);
  await page.goto(path);
  await page.getByText('Ask whoever invited you').waitFor();
  await look(page, tools, 'people-invitation-spent');
});

story('Without the telephone a code on paper opens the door, once', async (tools) => {
  const { page, visitor } = tools;
  const [code] = has[NOOR].paper;
  await signIn(page, NOOR);
  await page.waitForURL(/\/sign-in\/code/);
  await look(page, tools, 'people-code');
  await page.locator('[name=one_time_code]').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/inbox');
  await page.goto('/account/second-factor');
  await page.getByText(/Unused recovery codes: 9/).waitFor();
  await look(page, tools, 'people-second-factor-own');

  const thief = await visitor();
  await signIn(thief.page, NOOR);
  thief.announce(422, '/sign-in/code');
  await thief.page.locator('[name=one_time_code]').fill(code);
  await thief.page.getByRole('button', { name: 'Sign in' }).click();
  await thief.page.getByRole('alert').waitFor();
  await thief.page.goto('/inbox');
  assert.equal(new URL(thief.page.url()).pathname, '/sign-in');

  // New paper makes the old worthless.
  await page.getByRole('button', { name: 'Make new recovery codes' }).click();
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  const fresh = await page.locator('ul.codes li').allInnerTexts();
  assert.equal(fresh.filter((one) => has[NOOR].paper.includes(one)).length, 0);
  has[NOOR].paper = fresh;
});

story('A session left open elsewhere is ended, and the next page there is the door', async (tools) => {
  const { page, desk, visitor } = tools;
  const elsewhere = await visitor({ screen: 'phone' });
  await comesIn(elsewhere.page, desk, NOOR);
  await elsewhere.page.goto('about:blank');
  await comesIn(page, desk, NOOR);
  await page.goto('/account/sessions');
  await page.getByText('This one').waitFor();
  await look(page, tools, 'people-sessions');
  await page.getByRole('button', { name: /^End all the others/ }).click();
  await page.getByText('It is ended.').waitFor();
  assert.equal(await page.getByRole('button', { name: /^End/ }).count(), 0);
  await elsewhere.page.goto('/inbox');
  assert.equal(new URL(elsewhere.page.url()).pathname, '/sign-in');
  await page.goto('/account');
});

story('A new role and a lost access are felt on the next page', async (tools) => {
  const { page, desk, visitor } = tools;
  const noor = await visitor();
  await comesIn(noor.page, desk, NOOR);
  noor.announce(403, '/reports');
  await noor.page.goto('/reports');
  await comesIn(page, desk, ADMIN);
  await personPage(page, 'Noor Analyst');
  await look(page, tools, 'people-person');
  await page.locator('[name=role][value=lead]').check();
  await page.getByRole('button', { name: 'Change the role' }).click();
  await page.locator('dd', { hasText: 'Lead' }).waitFor();
  await noor.page.goto('/reports');
  await noor.page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
  await noor.page.goto('about:blank');

  await page.getByRole('button', { name: 'End their access' }).click();
  await page.getByText('Disabled').first().waitFor();
  await noor.page.goto('/inbox');
  assert.equal(new URL(noor.page.url()).pathname, '/sign-in');
  await look(page, tools, 'people-person-disabled');
  await page.getByRole('button', { name: 'Let them in again' }).click();
  await page.getByRole('button', { name: 'End their access' }).waitFor();
  await comesIn(noor.page, desk, NOOR);
  await noor.page.goto('/cases');
});

story('The only admin stays one', async (tools) => {
  const { page, desk, announce } = tools;
  await comesIn(page, desk, ADMIN);
  await personPage(page, 'Ira Admin');
  await page.getByText('Nobody changes their own role').waitFor();
  announce(422, new URL(page.url()).pathname + '/disabling');
  await page.getByRole('button', { name: 'End my access' }).click();
  await page.getByRole('alert').getByText('This is the only admin.').waitFor();
  await look(page, tools, 'people-last-admin');
  await page.goto('/people');
  await page.getByRole('row', { name: /Noor Analyst/ }).getByText('Set up').waitFor();
  await look(page, tools, 'people-list');
});

story('A telephone is lost with its paper, and an admin makes room for another', async (tools) => {
  const { page, desk, visitor } = tools;
  await comesIn(page, desk, ADMIN);
  await personPage(page, 'Noor Analyst');
  tools.announce(422, new URL(page.url()).pathname + '/second-factor');
  await page.getByRole('button', { name: 'Reset the second factor' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Why?').fill('She stood before me.');
  await page.getByRole('button', { name: 'Reset the second factor' }).click();
  await page.locator('dd', { hasText: 'None' }).waitFor();
  const noor = await visitor();
  await signIn(noor.page, NOOR);
  await noor.page.waitForURL('**/account/second-factor');
  const old = has[NOOR].secret;
  has[NOOR] = await enrol(noor.page, desk);
  assert.notEqual(codeOf(has[NOOR].secret, desk.now), codeOf(old, desk.now));
});

story('Everybody sets their own zone, theme, rows and keys', async (tools) => {
  const { page, desk, announce } = tools;
  await comesIn(page, desk, NOOR);
  await page.goto('/account');
  await look(page, tools, 'people-settings');
  const keep = async () => {
    await page.locator('form[action="/account"] button').click();
    await page.locator('.flash').waitFor();
  };
  await page.locator('[name=zone]').selectOption('America/Los_Angeles');
  await page.locator('[name=theme][value=dark]').check();
  await page.locator('[name=density][value=comfortable]').check();
  await page.locator('[name=keys][value=off]').check();
  await keep();
  const root = page.locator('html');
  assert.equal(await root.getAttribute('data-theme'), 'dark');
  assert.equal(await root.getAttribute('data-density'), 'comfortable');
  await page.goto('/cases');
  await page.getByText(/P[SD]T/).first().waitFor();
  await page.getByRole('button', { name: /^Keys/ }).click();
  await page.getByText('Single keys are off.').waitFor();
  // The paper is dark before any script has run.
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.ok(Math.max(...paper.match(/\d+/g).slice(0, 3).map(Number)) < 80, paper);

  await page.goto('/account');
  await page.locator('[name=theme][value=system]').check();
  await page.locator('[name=keys][value=on]').check();
  await keep();
  assert.equal(await root.getAttribute('data-theme'), null);

  // Another password ends every other session and is good at the door.
  await page.goto('/account/password');
  announce(422, '/account/password');
  await page.getByLabel('Your password now').fill('not this one at all');
  await page.getByLabel('The new one').fill('another sentence that only I know');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByRole('alert').waitFor();
  await look(page, tools, 'people-password');
  await page.getByLabel('Your password now').fill(PASSWORD);
  await page.getByLabel('The new one').fill('another sentence that only I know');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('Your password is changed.').waitFor();
  await page.locator('form[action="/sign-out"] button').click();
  await signInWithCode(page, desk, NOOR, has[NOOR].secret, 'another sentence that only I know');
  assert.match(await desk.run(['verify']), /sound/);

  // French stays chosen; last, because the words of the pages follow it.
  await page.goto('/account');
  await page.locator('[name=language][value=fr]').check();
  await keep();
  assert.ok(await page.locator('[name=language][value=fr]').isChecked());
});
