// A letter comes back: the customer is called, and a lead finds that they were reached. Another customer answers by mail.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const NOW = '2026-03-12T12:00:00Z';
const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };

const { story } = stage({ demo: true, people: [ANALYST, LEAD], now: NOW, mailbox: true });

/** The Message-ID and the code of the newest notice to this customer. */
async function noticeTo(desk, domain) {
  const letters = (await desk.letters()).filter((letter) => letter.includes(domain) && /\/n\/[\w-]{43}/.test(letter));
  assert.ok(letters.length > 0, `a notice to ${domain}`);
  const letter = letters.at(-1);
  return { id: letter.match(/^Message-ID: (<[^>]+>)/m)[1], code: letter.match(/DN-[2-9A-X]{4}-[2-9A-X]{5}/)[0] };
}

async function caseOf(page, handle) {
  await page.goto(`/customers/${handle}`);
  await page.locator('main a[href^="/cases/DN-"]').first().click();
  await page.waitForURL(/\/cases\/DN-/);
  return new URL(page.url()).pathname;
}

const bounce = (id) => [
  'Return-Path: <>', 'From: Mail Delivery System <MAILER-DAEMON@mx.lantern-shop.example>', 'To: notices@hosting.example',
  'Subject: Undelivered Mail Returned to Sender', 'Message-ID: <1@mx.lantern-shop.example>', 'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b', '',
  '--b', 'Content-Type: text/plain', '', 'I am sorry. Your message could not be delivered.', '',
  '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.lantern-shop.example', '',
  'Final-Recipient: rfc822; office@lantern-shop.example', 'Action: failed', 'Status: 5.2.2',
  'Diagnostic-Code: smtp; 552 5.2.2 mailbox is full', 'Remote-MTA: dns; mx.lantern-shop.example', '',
  '--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${id}`, '', '--b--', '',
];

story('A letter comes back, the customer is called, and a lead finds that they were reached', async (given) => {
  const { page, desk, visitor, announce } = given;
  const notice = await noticeTo(desk, 'lantern-shop.example');
  await signIn(page, ANALYST.email);
  const path = await caseOf(page, 'lantern-shop');
  await desk.deliver(bounce(notice.id));
  await until(page, 'its clock does not count');
  await look(page, given, 'case-letter-came-back');
  await page.goto('/cases?view=unreached');
  await page.getByRole('link', { name: /^DN-/ }).first().waitFor();
  await look(page, given, 'cases-letter-came-back');

  await page.goto(path);
  await page.getByRole('link', { name: 'Reach them otherwise' }).click();
  await page.waitForURL(/\/channels$/);
  announce(422, new URL(page.url()).pathname);
  await page.getByRole('button', { name: 'Put it on record' }).click();
  await page.getByRole('alert').waitFor();
  await look(page, given, 'notice-reach-refused');
  await page.getByLabel('By telephone').check();
  await page.locator('[name=time]').fill('11:30');
  await page.locator('[name=zone]').selectOption('UTC');
  await page.getByLabel('To whom and where').fill('Robin Lantern, +1 202 555 0110, the number of the contract');
  await page.getByLabel('What was sent, or what was said').fill('Read the notice aloud. Robin wrote down the deadline.');
  await page.getByRole('button', { name: 'Put it on record' }).click();
  await page.getByRole('heading', { name: 'Other channels' }).waitFor();
  await page.getByText('Robin wrote down the deadline.').first().waitFor();
  await look(page, given, 'notice-reached-otherwise');
  const here = new URL(page.url()).pathname;
  await page.locator('.entries__title a').first().click();
  await page.getByText('What mail servers reported').waitFor();
  await look(page, given, 'letter-came-back');
  await page.getByRole('link', { name: 'ML-1', exact: true }).click();
  await page.getByText('mailbox is full').first().waitFor();
  await look(page, given, 'mail-report');

  const lead = await visitor();
  await signIn(lead.page, LEAD.email);
  await lead.page.goto(here);
  await lead.page.locator('[name=how]').fill('Robin confirmed by letter that the notice was read to them.');
  await lead.page.getByRole('button', { name: 'Record the finding' }).click();
  await lead.page.getByText('A lead found that it reached the customer').first().waitFor();
  await page.goto(path);
  assert.doesNotMatch(await page.locator('main').innerText(), /its clock does not count/);
  assert.match(await desk.run(['verify']), /sound/);
});

story('A reply that names nothing waits, and becomes an answer when somebody has placed it', async (given) => {
  const { page, desk, announce } = given;
  const notice = await noticeTo(desk, 'lantern-shop.example');
  await signIn(page, ANALYST.email);
  await page.goto('/mail');
  await page.getByText('No mail waits for a person.').waitFor();
  await look(page, given, 'mail-none');
  await desk.deliver([
    'From: Robin Lantern <robin@lantern-shop.example>', 'To: notices@hosting.example', 'Subject: What you asked us for',
    'Message-ID: <2@lantern-shop.example>', 'Content-Type: text/plain; charset=utf-8', '',
    'We took the pages down on Monday.', '', 'Robin', '',
  ]);
  await until(page, 'What you asked us for');
  await look(page, given, 'mail-list');
  await page.getByRole('link', { name: /What you asked us for/ }).click();
  await page.getByText('It names no letter and no notice of ours.').waitFor();
  announce(422, `${new URL(page.url()).pathname}/binding`);
  await page.getByLabel('Notice or letter').fill('DN-2222-2222');
  await page.getByRole('button', { name: 'It belongs there' }).click();
  await page.getByRole('alert').waitFor();
  await look(page, given, 'mail-refused');
  await page.getByLabel('Notice or letter').fill(notice.code);
  await page.getByRole('button', { name: 'It belongs there' }).click();
  await page.getByText('It stands on its case as answer').waitFor();
  await look(page, given, 'mail-answer');
  await page.locator('.heed--customer a').click();
  await page.getByText('Unconfirmed: it came by mail').waitFor();
  await page.getByText('We took the pages down on Monday.').waitFor();
  await look(page, given, 'answer-by-mail');
  assert.match(await desk.run(['verify']), /sound/);
});
