// A customer asks for more time and gets some of it; another says that the account is not theirs.

import assert from 'node:assert/strict';
import { digits, receiptOf, typeDigits } from '../lib/answering.mjs';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const NOW = '2026-03-12T12:00:00Z';
const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const CUSTOMER = /\/n\/[\w-]{43}/g;

const { story } = stage({ demo: true, people: [ANALYST], now: NOW });

async function linkOf(desk, address) {
  const links = (await desk.letters()).filter((letter) => letter.includes(address)).flatMap((letter) => letter.match(CUSTOMER) ?? []);
  assert.ok(links.length > 0, `a letter to ${address} with a link`);
  return links.at(-1);
}

/** The case of the customer with this link, as staff see it. */
async function caseOf(page, handle) {
  await page.goto(`/customers/${handle}`);
  await page.locator('main a[href^="/cases/DN-"]').first().click();
  await page.waitForURL(/\/cases\/DN-/);
  return new URL(page.url()).pathname;
}

story('More time is asked on a phone without scripts, and half of it is given', { screen: 'phone', javaScript: false }, async (given) => {
  const { page, desk, visitor, announce } = given;
  const path = await linkOf(desk, 'lantern-shop.example');
  await page.goto(path);
  const before = await page.locator('.deadline time').getAttribute('datetime');
  await page.getByRole('link', { name: 'Ask for more time' }).click();
  await look(page, given, 'time-form');
  announce(422, `${path}/time`);
  await page.getByRole('button', { name: 'Ask for more time' }).click();
  await page.getByRole('alert').getByText('There are 3 problems').waitFor();
  await look(page, given, 'time-refused-form');
  await page.getByLabel('3 days more').check();
  await page.getByLabel('Why do you need more time?').fill('Our only engineer lands tomorrow.');
  await page.getByLabel('Your name').fill('Robin Lantern');
  await page.getByRole('button', { name: 'Ask for more time' }).click();
  await page.waitForURL(/\/code\/T-/);
  const receipt = receiptOf(page);
  const old = await digits(desk, receipt);

  // Ten minutes go by; the old digits are no longer good, new ones are.
  await desk.advance(601);
  announce(422, `${path}/code/${receipt}`);
  await page.locator('[name=code]').fill(old);
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await page.getByText('no longer good').first().waitFor();
  await page.getByRole('button', { name: 'Mail new digits' }).click();
  await page.getByText('New digits are on their way').waitFor();
  await typeDigits(page, desk, receipt, old);
  await page.getByRole('heading', { name: 'You asked for more time' }).waitFor();
  await page.getByText('A person will decide').waitFor();

  // The desk: something to decide, and why nothing can be suspended until then.
  const staff = await visitor({ screen: 'wide', javaScript: true });
  await signIn(staff.page, ANALYST.email);
  const number = await caseOf(staff.page, 'lantern-shop');
  await staff.page.getByText('The customer asks for more time').waitFor();
  await look(staff.page, given, 'case-asked-time');
  await staff.page.getByRole('link', { name: `Decide ${receipt}`, exact: true }).click();
  await staff.page.waitForURL(/\/time\/T-/);
  const half = new Date(Date.parse(before) + 36 * 3600 * 1000);
  await staff.page.getByLabel('Give another time').check();
  await staff.page.locator('[name=date]').fill(half.toISOString().slice(0, 10));
  await staff.page.locator('[name=time]').fill('12:00');
  await staff.announce(422, `${number}/time/${receipt}`);
  await staff.page.getByRole('button', { name: 'Decide, and tell the customer' }).click();
  await staff.page.getByRole('alert').waitFor();
  await look(staff.page, given, 'time-decision');
  await staff.page.locator('[name=reason]').fill('A day and a half is enough for one folder.');
  await staff.page.getByRole('button', { name: 'Decide, and tell the customer' }).click();
  await staff.page.getByText('Granted until').waitFor();
  await look(staff.page, given, 'time-granted');

  await desk.letter('less than you asked for');
  await page.goto(path);
  const now = await page.locator('.deadline time').getAttribute('datetime');
  assert.ok(Date.parse(now) > Date.parse(before), 'later, never earlier');
  await page.getByText('We gave you more time').first().waitFor();
  await page.getByText('A day and a half is enough').first().waitFor();
  assert.doesNotMatch(await page.content(), /analyst@|Tomas|Mara|Ines/);
  await look(page, given, 'notice-more-time');
  assert.match(await desk.run(['verify']), /sound/);
});

story('In French too, and a request without its digits is marked', { screen: 'phone', locale: 'fr-FR' }, async (given) => {
  const { page, desk, visitor } = given;
  const path = await linkOf(desk, 'atelier-brume.example');
  await page.goto(path);
  await page.getByRole('link', { name: 'Demander plus de temps' }).click();
  await page.getByLabel('Un jour de plus').check();
  await page.getByLabel('Pourquoi vous faut-il plus de temps').fill('Notre technicien est en congé.');
  await page.getByLabel('Votre nom').fill('Alix Brume');
  await look(page, given, 'time-form-french');
  await page.getByRole('button', { name: 'Demander plus de temps' }).click();
  await page.waitForURL(/\/code\/T-/);
  const receipt = receiptOf(page);
  await look(page, given, 'code-french');

  const staff = await visitor({ screen: 'wide' });
  await signIn(staff.page, ANALYST.email);
  const number = await caseOf(staff.page, 'atelier-brume');
  await staff.page.goto(`${number}/time/${receipt}`);
  await staff.page.getByText('the mailed code has not come back').waitFor();
  await staff.page.getByText('I called the customer back').click();
  await staff.page.locator('[name=how]').fill('Called the number in the contract; Alix confirmed the request.');
  await staff.page.getByRole('button', { name: 'Confirm that it came from the customer' }).click();
  await staff.page.waitForURL(/\/time\/T-/);
  assert.equal(await staff.page.getByText('the mailed code has not come back').count(), 0);
  await staff.page.getByLabel('Refuse').check();
  await staff.page.locator('[name=reason]').fill('The attack still runs.');
  await staff.page.getByRole('button', { name: 'Decide, and tell the customer' }).click();
  await staff.page.getByText('Refused').first().waitFor();

  // An answer that came by telephone meanwhile.
  await staff.page.goto(`${number}/answers/new`);
  await look(staff.page, given, 'answer-new');
  await staff.page.getByLabel('By telephone').check();
  await staff.page.locator('[name=time]').fill('12:00');
  await staff.page.locator('[name=zone]').selectOption('UTC');
  await staff.page.locator('[name=stance_1][value=done]').check();
  await staff.page.locator('[name=text_1]').fill('They stopped it at noon, says Alix.');
  await staff.page.locator('[name=signer]').fill('Alix Brume');
  await staff.page.getByRole('button', { name: 'Record the answer' }).click();
  await staff.page.waitForURL(/\/answers\/A-/);
  await page.goto(path);
  await page.getByText('Nous n’avons pas pu vous accorder plus de temps').first().waitFor();
});

story('Somebody says that the account is not theirs, and a link is replaced', { screen: 'phone' }, async (given) => {
  const { page, desk, visitor, announce } = given;
  const path = await linkOf(desk, 'lantern-shop.example');
  await page.goto(path);
  await page.getByRole('link', { name: 'This is not my account' }).click();
  await look(page, given, 'not-mine');
  await page.getByLabel('What should we know?').fill('I sold the shop in January.');
  await page.getByRole('button', { name: 'Tell us that it is not my account' }).click();
  await page.getByText('You told us that this is not your account').waitFor();

  const staff = await visitor({ screen: 'wide' });
  await signIn(staff.page, ANALYST.email);
  await caseOf(staff.page, 'lantern-shop');
  await staff.page.getByText('says that this is not their account').first().waitFor();
  await staff.page.getByRole('link', { name: /^Look at N-/ }).click();
  await staff.page.getByText('Send a contact a new link').click();
  await look(staff.page, given, 'notice-new-link');
  const contacts = await staff.page.locator('[name=contact] option').count();
  for (let contact = 0; contact < contacts; contact += 1) {
    if (contact > 0) await staff.page.getByText('Send a contact a new link').click();
    await staff.page.locator('[name=contact]').selectOption({ index: contact });
    await staff.page.locator('form[action$="/links"] [name=link_reason]').fill('The shop was sold.');
    await staff.page.getByRole('button', { name: 'Replace the link' }).click();
    await staff.page.waitForLoadState();
  }
  await desk.letter('The link in our earlier letter no longer opens');
  announce(410, path);
  await page.goto(path);
  await page.getByRole('heading', { name: 'This link was replaced' }).waitFor();
  await look(page, given, 'link-replaced');
  await page.goto(await linkOf(desk, 'lantern-shop.example'));
  await page.getByText('We sent a new link to this notice').waitFor();
});
