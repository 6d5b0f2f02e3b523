// One case from the first complaint to a suspension in force, by the people who carry it, on a clock that the story moves.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { signIn } from '../lib/door.mjs';
import { sendAnswer, typeDigits } from '../lib/answering.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };
const AUDITOR = { email: 'auditor@hosting.example', role: 'auditor' };
const COUNSEL = { email: 'counsel@hosting.example', role: 'counsel' };


const REPORT = {
  xarf_version: '4.2.0',
  report_id: '1a5ec293-0849-40a4-9eba-d5926262ff05',
  timestamp: '2021-01-08T18:00:00Z',
  reporter: { org: 'Watch for Peace', contact: 'desk@watch.example', domain: 'watch.example' },
  sender: { org: 'Watch for Peace', contact: 'desk@watch.example', domain: 'watch.example' },
  source_identifier: '192.0.2.14',
  category: 'content',
  type: 'fraud',
  url: 'https://example-social.example/post/88213',
  description: 'The post gives an address and a time, and calls on readers to come armed.',
};

async function carry(given) {
  const { page, desk, visitor } = given;

  // The lead writes down whose machines these are, before anything happened on them.
  const lead = await visitor();
  await signIn(lead.page, LEAD.email);
  await lead.page.goto('/customers/new');
  await lead.page.locator('[name=handle]').fill('example-social');
  await lead.page.locator('[name=account]').fill('4711');
  await lead.page.locator('[name=name]').fill('Example Social Inc.');
  await lead.page.locator('[name=language]').selectOption('en');
  await lead.page.locator('[name=zone]').selectOption('America/Los_Angeles');
  await lead.page.locator('[name=contact_name]').fill('Legal');
  await lead.page.locator('[name=contact_email]').fill('legal@example-social.example');
  await lead.page.locator('[name=assets]').fill('192.0.2.0/26\n2001:db8:40::/48\nexample-social.example');
  await lead.page.locator('[name=assets_from]').fill('2020-03-02');
  await look(lead.page, given, 'spine-customer-new');
  await lead.page.getByRole('button', { name: /Add (the )?customer/ }).click();
  await lead.page.waitForURL(/\/customers\/example-social/);
  await look(lead.page, given, 'spine-customer');

  // A machine reports.
  const token = (await desk.run(['token', 'add', 'watch', '--scope', 'complaints:write'])).match(/dn_[\w-]+/)[0];
  const send = () => fetch(`${desk.url}/api/v1/complaints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(REPORT),
  });
  const first = await send();
  assert.equal(first.status, 202);
  const { id } = await first.json();
  assert.equal((await (await send()).json()).id, id, 'the same report is the same complaint');

  // The analyst finds it, with the holder and the reason, and opens a case.
  await signIn(page, ANALYST.email);
  await look(page, given, 'spine-inbox');
  await page.locator('main a[data-row]').first().click();
  await page.getByText('example-social').first().waitFor();
  await look(page, given, 'spine-complaint');
  await page.getByRole('link', { name: /Open a case/ }).click();
  await page.locator('[name=title]').fill('Calls for violence on example-social');
  await page.locator('[name=clause]').selectOption({ label: (await page.locator('[name=clause] option').allInnerTexts()).find((text) => text.includes('3.2')) });
  await page.locator('[name=severity][value=high]').check();
  await look(page, given, 'spine-case-new');
  await page.getByRole('button', { name: 'Open case' }).click();
  await page.waitForURL(/\/cases\/DN-2021-0001$/);

  // A notice: placeholders keep it from leaving until they are filled.
  await page.goto('/cases/DN-2021-0001/notices/new?template=moderation_plan');
  await given.announce(422, '/cases/DN-2021-0001/notices/new');
  await page.locator('[name=findings]').fill('Posts that call for violence. [[how many]]');
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByRole('alert').waitFor();
  assert.match(await page.title(), /^Error: /);
  await look(page, given, 'spine-notice-refused');
  await page.locator('[name=findings]').fill('We found posts that call for violence against named people. They were online on 8 January.');
  await page.locator('[name=example]').fill('hxxps://example-social[.]example/post/88213');
  await page.locator('[name=requirement_1]').fill('Take down the posts listed here, or say for each why it should stay.');
  await page.locator('[name=requirement_2]').fill('Send a plan for moderation: who reads reports, at what hours, and how fast.');
  await page.locator('[name=requirement_3]').fill('');
  await page.locator('[name=consequence]').fill('We can suspend hosting for example-social.');
  await page.locator('[name=data_kept]').fill('Your data stays safe for 30 days after a suspension.');
  await page.locator('[name=hours]').fill('24');
  await look(page, given, 'spine-notice-new');
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByRole('button', { name: 'Send notice' }).waitFor();
  await look(page, given, 'spine-notice-check');
  await page.getByRole('button', { name: 'Send notice' }).click();
  await page.waitForURL(/\/cases\/DN-2021-0001/);
  await page.getByRole('button', { name: /Undo/ }).waitFor();
  await look(page, given, 'spine-undo');

  // The undo window closes, and the letter leaves with a link of its own.
  assert.equal((await desk.letters()).length, 0);
  await desk.advance(61);
  const letter = await desk.letter('/n/');
  const path = letter.match(/\/n\/[\w-]{43}/)[0];

  // The customer, at night, on a phone, without scripts.
  const customer = await visitor({ screen: 'phone', javaScript: false });
  await customer.page.goto(path);
  await look(customer.page, given, 'spine-public-notice');
  await customer.page.getByRole('link', { name: 'Answer this notice' }).click();
  await customer.announce(422, `${path}/answer`);
  await customer.page.locator('[name=text_1]').fill('We have taken down 61 of the 98 posts.');
  await customer.page.getByRole('button', { name: 'Check your answer' }).click();
  assert.match(await customer.page.title(), /^Error: /);
  assert.equal(await customer.page.locator('[name=text_1]').inputValue(), 'We have taken down 61 of the 98 posts.');
  await look(customer.page, given, 'spine-public-answer-refused');
  await customer.page.locator('[name=stance_1][value=done]').check();
  await customer.page.locator('[name=stance_2][value=will_do]').check();
  await customer.page.locator('[name=text_2]').fill('Volunteers will read reports when they can.');
  await customer.page.locator('[name=by_date_2]').fill('2021-03-01');
  await customer.page.locator('[name=signer]').fill('Robin Example');
  await customer.page.locator('[name=authority]').check();
  await customer.page.locator('input[type=file]').first().setInputFiles({ name: 'removed.csv', mimeType: 'text/csv', buffer: Buffer.from('post\n1\n') });
  const receipt = await sendAnswer(customer.page);
  await look(customer.page, given, 'spine-code');
  await typeDigits(customer.page, desk, receipt);
  await customer.page.waitForURL(/\/receipts\/A-/);
  await look(customer.page, given, 'spine-receipt');
  assert.doesNotMatch(await customer.page.content(), /analyst@|Watch for Peace|watch\.example/);

  // The analyst weighs each part.
  await page.goto('/cases/DN-2021-0001');
  await page.getByRole('link', { name: /Weigh/ }).first().click();
  await page.locator('[name=verdict_1][value=enough]').check();
  await page.locator('[name=reason_1]').fill('The posts are gone; checked at 20:30.');
  await page.locator('[name=verdict_2][value=not_enough]').check();
  await page.locator('[name=reason_2]').fill('No hours, no names, no speed: nobody reads reports at night.');
  await look(page, given, 'spine-answer');
  await page.getByRole('button', { name: 'Record the verdicts' }).click();
  await page.waitForURL(/\/cases\/DN-2021-0001/);
  await page.getByText('Why not suspend?').waitFor();

  // The deadline passes. Sessions have ended by then; the analyst signs in again and proposes.
  await desk.advance(24 * 3600 + 20 * 60);
  await signIn(page, ANALYST.email);
  await page.goto('/cases/DN-2021-0001');
  await until(page, 'passed');
  await page.goto('/cases/DN-2021-0001/decision');
  await page.locator('[name=outcome][value=suspension]').check();
  for (const box of await page.locator('[name=assets]').all()) await box.check();
  await page.locator('[name=whole_reason]').fill('The posts are spread over all machines and the name; no part is free of them.');
  await page.locator('[name=meaning]').fill('Nothing of the account can be reached, neither its pages nor its machines.');
  await page.locator('[name=date]').fill('2021-01-10');
  await page.locator('[name=time]').fill('23:59');
  await page.locator('[name=zone]').selectOption('America/Los_Angeles');
  await page.locator('[name=facts]').fill('37 of 98 posts were online when the deadline passed.');
  await page.locator('[name=explanation]').fill('The clause asks to act without delay. The plan names nobody who does.');
  await page.locator('[name=handle]').fill('example-social');
  await look(page, given, 'spine-decision-new');
  await page.getByRole('button', { name: /Propose/ }).click();
  await page.waitForURL(/\/decisions\/1/);
  await page.getByText('You proposed').first().waitFor();

  // Another person reads it, signs in again, and approves exactly this text.
  await signIn(lead.page, LEAD.email);
  await lead.page.goto('/cases/DN-2021-0001/decisions/1');
  await look(lead.page, given, 'spine-decision');
  await lead.page.locator('[name=handle]').fill('example-social');
  await lead.page.getByRole('button', { name: /Approve/ }).click();
  await lead.page.waitForURL(/DN-2021-0001/);
  await desk.letter('Decision D-1');

  // Never early: a second before the hour nothing has happened.
  await desk.setClock('2021-01-11T07:58:59Z');
  await signIn(page, ANALYST.email);
  await page.goto('/cases/DN-2021-0001');
  assert.doesNotMatch(await page.locator('main').innerText(), /took effect/);
  await desk.setClock('2021-01-11T07:59:00Z');
  await until(page, 'Decision D-1 took effect');
  await look(page, given, 'spine-in-force');

  // Carried out by hand, with proof.
  await page.goto('/instructions/1');
  await page.locator('[name=how]').fill('Routes withdrawn on both routers, ticket 8812.');
  await look(page, given, 'spine-instruction');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForLoadState();

  // The auditor reads every step and changes nothing; counsel takes the case file.
  const auditor = await visitor();
  await signIn(auditor.page, AUDITOR.email);
  await auditor.page.goto('/ledger?case=DN-2021-0001');
  await auditor.page.getByText('Decision D-1 took effect').first().waitFor();
  await look(auditor.page, given, 'spine-ledger');
  const counsel = await visitor();
  await signIn(counsel.page, COUNSEL.email);
  await counsel.page.goto('/cases/DN-2021-0001');
  const [download] = await Promise.all([
    counsel.page.waitForEvent('download'),
    counsel.page.getByRole('button', { name: /case file/i }).first().click(),
  ]);
  assert.match(download.suggestedFilename(), /^duenotice_DN-2021-0001_.*\.zip$/);

  // And the record is sound.
  assert.match(await desk.run(['verify']), /sound/);
}

// Every form is a form: the team can do its work with scripts switched off, the customer anyway.
for (const javaScript of [true, false]) {
  describe(javaScript ? 'with scripts' : 'without scripts', () => {
    const { story } = stage({ people: [ANALYST, LEAD, AUDITOR, COUNSEL], now: '2021-01-08T20:00:00Z' });
    story('From the first complaint to a suspension in force', { javaScript }, carry);
  });
}
