// Deadlines: time that we owe, reminders that went out, business days by a calendar, and what waits for whom.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const NOW = '2026-03-12T12:00:00Z';
const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };
const CUSTOMER = /\/n\/[\w-]{43}/g;

const { story } = stage({ demo: true, people: [ANALYST, LEAD], now: NOW });

async function linkOf(desk, address) {
  const links = (await desk.letters()).filter((letter) => letter.includes(address)).flatMap((letter) => letter.match(CUSTOMER) ?? []);
  assert.ok(links.length > 0, `a letter to ${address} with a link`);
  return links.at(-1);
}

async function caseOf(page, handle) {
  await page.goto(`/customers/${handle}`);
  await page.locator('main a[href^="/cases/DN-"]').first().click();
  await page.waitForURL(/\/cases\/DN-/);
  return new URL(page.url()).pathname;
}

story('Time that we owe is given on the notice’s page, and the customer reads why', { screen: 'wide' }, async (given) => {
  const { page, desk, visitor, announce } = given;
  await signIn(page, ANALYST.email);
  await caseOf(page, 'lantern-shop');
  await page.locator('main a[href*="/notices/"]').first().click();
  await page.waitForURL(/\/notices\/\d+$/);
  const path = new URL(page.url()).pathname;
  await page.getByRole('heading', { name: 'Reminders to the customer' }).waitFor();
  const before = await page.locator('.deadline time').first().getAttribute('datetime');
  await page.getByText('Give time that we owe').click();
  await page.getByLabel('We delayed something').check();
  await page.getByLabel('New deadline: day').fill(before.slice(0, 10));
  await page.locator('#later [name=time]').fill('00:01');
  await page.getByLabel('What happened?').fill('Our list reached you a day late.');
  announce(422, `${path}/later`);
  await page.getByRole('button', { name: 'Set the later deadline' }).click();
  await page.getByRole('alert').getByText('never shortened').waitFor();
  await look(page, given, 'later-refused');
  const later = new Date(Date.parse(before) + 2 * 86400 * 1000).toISOString().slice(0, 10);
  await page.getByLabel('New deadline: day').fill(later);
  await page.locator('#later [name=time]').fill('12:00');
  await page.getByRole('button', { name: 'Set the later deadline' }).click();
  await page.waitForURL((url) => url.pathname === path);
  const after = await page.locator('.deadline time').first().getAttribute('datetime');
  assert.ok(Date.parse(after) > Date.parse(before));
  await look(page, given, 'notice-later-deadline');
  await desk.letter('a day late');
  const customer = await visitor({ screen: 'phone' });
  await customer.page.goto(await linkOf(desk, 'lantern-shop.example'));
  await customer.page.getByText('Our list reached you a day late.').first().waitFor();
  await look(customer.page, given, 'customer-later-deadline');
});

story('A calendar is imported, and a deadline is counted in business days', { screen: 'wide' }, async (given) => {
  const { page, announce } = given;
  await signIn(page, LEAD.email);
  await page.goto('/calendars');
  await look(page, given, 'calendars-none');
  announce(422, '/calendars');
  await page.getByRole('button', { name: 'Import this calendar' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('us-federal');
  await page.getByLabel('The file').setInputFiles({
    name: 'holidays.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('date,name\n2026-03-16,A day off\n2026-07-03,Independence Day\n2026-12-25,Christmas\n'),
  });
  await page.getByRole('button', { name: 'Import this calendar' }).click();
  await page.waitForURL(/\/calendars\/us-federal\/1$/);
  await page.getByText('Independence Day').waitFor();
  await look(page, given, 'calendar');
  await page.goto('/calendars');
  await look(page, given, 'calendars');

  const number = await caseOf(page, 'lantern-shop');
  await page.goto(`${number}/notices/new?replaces=1`);
  await page.getByLabel('Business days', { exact: false }).first().check();
  await page.locator('[name=days]').fill('4');
  await page.locator('[data-deadline]').getByText('24:00').waitFor();
  await look(page, given, 'composer-business-days');
});

story('What waits stands under For you, and letters about it can be turned off', { screen: 'wide' }, async (given) => {
  const { page } = given;
  await signIn(page, LEAD.email);
  await page.goto('/for-you');
  await page.getByRole('heading', { name: 'For you' }).waitFor();
  assert.ok((await page.locator('tbody tr').count()) > 0, 'the demonstration has something that waits');
  await look(page, given, 'for-you');
  await page.goto('/account');
  await page.getByRole('group', { name: 'Letters about what waits' }).getByLabel('Off').check();
  await page.getByRole('button', { name: 'Keep these settings' }).click();
  await page.getByText('Your settings are kept.').waitFor();
  assert.ok(await page.getByRole('group', { name: 'Letters about what waits' }).getByLabel('Off').isChecked());
});
