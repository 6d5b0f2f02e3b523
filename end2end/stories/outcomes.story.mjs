// Every way in which a case can end, each by the people who may end it so: no action and an accepted plan at once, a
// warning and a suspension in part after a second person, a termination after two, and what the customer reads of it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { addCustomer, approve, openCase, sendNotice, writeDecision } from '../lib/cases.mjs';
import { PASSWORD } from '../lib/desk.mjs';
import { signIn } from '../lib/door.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };
const COUNSEL = { email: 'counsel@hosting.example', role: 'counsel' };
const AUDITOR = { email: 'auditor@hosting.example', role: 'auditor' };
const HOUR = 3_600_000;

const { story } = stage({ people: [ANALYST, LEAD, COUNSEL, AUDITOR], now: '2021-01-08T20:00:00Z' });

/** Each customer's case and link. */
const cases = {};
const CUSTOMERS = ['calm-host', 'mild-host', 'plan-host', 'warned-host', 'part-host', 'gone-host'];

/** What every page of a customer must not hold. */
const SECRET = /analyst@|lead@|counsel@|harsher|like cases/i;

async function customerReads({ visitor }, handle, words) {
  const customer = await visitor({ screen: 'phone', javaScript: false });
  await customer.page.goto(cases[handle].link);
  for (const one of words) await customer.page.getByText(one).first().waitFor();
  assert.doesNotMatch(await customer.page.content(), SECRET);
  return customer.page;
}

/** Sessions end with each jump of the clock, so nobody may be listening while it happens. */
async function jump(desk, to, ...pages) {
  for (const page of pages) await page.goto('about:blank');
  await desk.setClock(to);
}

/** From now, on a whole minute. */
const inHours = (desk, hours) => new Date(Math.ceil(desk.now.getTime() / 60_000) * 60_000 + hours * HOUR);

story('Six customers are asked for the same, and none of them answers', async ({ page, desk, visitor }) => {
  const lead = await visitor();
  await signIn(lead.page, LEAD.email);
  await signIn(page, ANALYST.email);
  for (const handle of CUSTOMERS) {
    await addCustomer(lead.page, { handle, assets: [`${handle}.example`, `media.${handle}.example`] });
    const path = await openCase(page, { customer: handle, title: `Calls for violence at ${handle}` });
    await sendNotice(page, path);
    cases[handle] = { path };
  }
  await desk.advance(61);
  for (const handle of CUSTOMERS) {
    cases[handle].link = (await desk.letter(`To the account ${handle}`)).match(/\/n\/[\w-]{43}/)[0];
  }
  await jump(desk, new Date(desk.now.getTime() + 24 * HOUR + 20 * 60_000), page, lead.page);
  await signIn(page, ANALYST.email);
  for (const handle of CUSTOMERS) {
    await page.goto(cases[handle].path);
    await until(page, 'passed');
  }
});

story('No action and an accepted plan need one person and stand at once', async (given) => {
  const { page, desk, announce } = given;
  await signIn(page, ANALYST.email);
  for (const [handle, outcome, says] of [
    ['calm-host', 'no_action', 'We take no action'],
    ['mild-host', 'no_action', 'We take no action'],
    ['plan-host', 'plan_accepted', 'We accept the plan that you sent us'],
  ]) {
    const { path } = cases[handle];
    await writeDecision(page, path, { outcome });
    if (handle === 'plan-host') {
      await page.locator('[name=explanation]').fill('');
      announce(422, `${path}/decision`);
      await page.getByRole('button', { name: 'Propose decision' }).click();
      await page.getByRole('alert').waitFor();
      assert.ok(await page.locator(`[name=outcome][value=${outcome}]`).isChecked(), 'nothing is lost');
      await page.locator('[name=explanation]').fill('By telephone they named who reads reports at night.');
    }
    await page.getByRole('button', { name: 'Propose decision' }).click();
    await page.waitForURL(/\/decisions\/1/);
    await page.getByText('In force since').waitFor();
    assert.equal(await page.getByRole('button', { name: /Approve/ }).count(), 0, 'nobody has to approve it');
    await look(page, given, `outcome-${outcome}`);
    assert.match((await desk.letter(says)).replaceAll(/\s+/g, ' '), /Nothing (is switched off|changes for you)/);
  }
  const customer = await customerReads(given, 'plan-host', ['Plan accepted']);
  await look(customer, given, 'outcome-plan-customer');
});

story('A warning that is harsher than usual says why, stands from its hour, and counts as a strike', async (given) => {
  const { page, desk, visitor, announce } = given;
  const { path } = cases['warned-host'];
  await signIn(page, ANALYST.email);
  const when = inHours(desk, 2);
  await writeDecision(page, path, { outcome: 'warning', customer: 'warned-host', when });
  await page.locator('[name=assets]').first().check();

  // Like cases stand beside the form, those that were left alone among them.
  const alike = page.locator('#alike');
  await alike.getByText('Same clause, same severity.').waitFor();
  await alike.getByRole('row', { name: /No action/ }).first().waitFor();
  await alike.getByRole('row', { name: /Plan accepted/ }).waitFor();
  await alike.getByRole('row', { name: /Still open/ }).first().waitFor();
  await look(page, given, 'outcome-alike');
  announce(422, `${path}/decision`);
  await page.getByRole('button', { name: 'Propose decision' }).click();
  await page.getByRole('alert').getByRole('link', { name: /This is harsher than usual: 2 of 3 like cases ended with “no action”/ }).waitFor();
  await look(page, given, 'outcome-harsher-refused');
  await page.getByLabel('Differs? Explain').fill('They were asked twice before, by telephone.');
  await page.getByRole('button', { name: 'Propose decision' }).click();
  await page.waitForURL(/\/decisions\/1/);

  // Whoever proposed reads why they cannot approve it, and what they gave as the reason.
  await page.getByText('You proposed this decision, so another person must approve it: a lead or counsel.').waitFor();
  assert.equal(await page.getByRole('button', { name: /Approve/ }).count(), 0);
  await page.getByText('They were asked twice before, by telephone.').waitFor();
  await look(page, given, 'outcome-proposed');

  const lead = await visitor();
  await approve(lead.page, LEAD.email, `${path}/decisions/1`, 'warned-host');
  const letter = await desk.letter('We give you a warning');
  assert.doesNotMatch(letter, /asked twice|harsher/);
  await jump(desk, when, page, lead.page);
  await signIn(page, ANALYST.email);
  await page.goto(path);
  await until(page, 'Decision D-1 took effect');
  await page.goto('/customers/warned-host');
  await page.getByText('1 strike', { exact: true }).waitFor();
  await page.getByRole('row', { name: /Warning D-1/ }).getByText('Counts until').waitFor();
  await page.getByText('In good standing').or(page.getByText('Under notice')).first().waitFor();
  await look(page, given, 'outcome-strike');
  const customer = await customerReads(given, 'warned-host', ['Warning']);
  await look(customer, given, 'outcome-warning-customer');
});

story('A suspension in part leaves the rest on, and its data can be kept for longer', async (given) => {
  const { page, desk, visitor, announce } = given;
  const { path } = cases['part-host'];
  const when = inHours(desk, 2);
  await signIn(page, ANALYST.email);
  await writeDecision(page, path, { outcome: 'partial_suspension', customer: 'part-host', when });
  await page.getByLabel('Differs? Explain').fill('Only here the posts name a date and a place.');
  for (const box of await page.locator('[name=assets]').all()) await box.check();
  announce(422, `${path}/decision`);
  await page.getByRole('button', { name: 'Propose decision' }).click();
  await page.getByText('A partial suspension leaves something on.').first().waitFor();
  await page.locator('[name=assets]').first().uncheck();
  await page.getByRole('button', { name: 'Propose decision' }).click();
  await page.waitForURL(/\/decisions\/1/);
  const lead = await visitor();
  await approve(lead.page, LEAD.email, `${path}/decisions/1`, 'part-host');
  await desk.letter('We suspend a part of your hosting');
  await jump(desk, when, page, lead.page);
  await signIn(page, ANALYST.email);
  await page.goto(path);
  await until(page, 'Decision D-1 took effect');
  await page.goto('/customers/part-host');
  await page.getByText('Suspended in part').first().waitFor();
  await look(page, given, 'outcome-partial-customer');

  // The customer asks for more time to fetch what is theirs.
  const customer = await customerReads(given, 'part-host', ['Partial suspension', 'Your data']);
  await look(customer, given, 'outcome-partial-notice');
  await customer.getByRole('link', { name: 'Ask about your data' }).first().click();
  await customer.locator('[name=wanted][value=longer]').check();
  await customer.getByLabel('What do you need, and by when?').fill('We move to other machines until the end of March.');
  await customer.getByLabel('Your name').fill('Robin Part');
  await customer.locator('[name=authority]').check();
  await customer.getByRole('button', { name: 'Send your request' }).click();
  await customer.getByText('Longer preservation').first().waitFor();
  await page.goto(path);
  await page.getByText('We move to other machines').first().waitFor();
  await page.getByText('Answer this request').click();
  const answer = page.getByRole('button', { name: /^Answer DR-/ });
  const action = new URL(await page.locator('form', { has: answer }).getAttribute('action'), desk.url).pathname;
  await page.locator('[name=granted][value=yes]').check();
  await page.locator('[name=words]').fill('We keep everything until then.');
  announce(422, action);
  await answer.click();
  await page.getByRole('alert').waitFor();
  await look(page, given, 'outcome-longer-refused');
  await page.getByLabel('Kept until the end of').fill('2021-03-31');
  await answer.click();
  await page.locator('#data').getByText('Granted').waitFor();
  assert.match(await desk.letter('We keep your data for longer'), /2021/);
  await customer.reload();
  await customer.getByText(/31 Mar 2021, 23:59 UTC/).first().waitFor();
  await look(customer, given, 'outcome-longer');
});

story('A termination waits for two persons beside its proposer', async (given) => {
  const { page, desk, visitor, announce } = given;
  const { path } = cases['gone-host'];
  const when = inHours(desk, 3);
  await signIn(page, ANALYST.email);
  await writeDecision(page, path, { outcome: 'termination', customer: 'gone-host', when });
  await page.getByLabel('Differs? Explain').fill('The whole account exists for these posts.');
  await page.locator('[name=assets]').first().check();
  announce(422, `${path}/decision`);
  await page.getByRole('button', { name: 'Propose decision' }).click();
  await page.getByText('A termination ends the account, so it names every asset of it.').first().waitFor();
  await look(page, given, 'outcome-termination-refused');
  for (const box of await page.locator('[name=assets]').all()) await box.check();
  await page.locator('[name=whole_reason]').fill('Every page of it calls for violence.');
  await page.locator('[name=meaning]').fill('Nothing of the account can be reached. The data can be fetched for 30 days.');
  await page.getByRole('button', { name: 'Propose decision' }).click();
  await page.waitForURL(/\/decisions\/1/);
  await page.getByText('so two other persons must approve it').waitFor();

  const lead = await visitor();
  await approve(lead.page, LEAD.email, `${path}/decisions/1`, 'gone-host');
  await lead.page.goto(`${path}/decisions/1`);
  await lead.page.getByText('You gave the first of two approvals.').waitFor();
  await look(lead.page, given, 'outcome-termination-first');
  assert.equal((await desk.letters()).filter((letter) => letter.includes('We end our contract with you')).length, 0);
  const counsel = await visitor();
  await signIn(counsel.page, COUNSEL.email);
  await counsel.page.goto(`${path}/decisions/1`);
  await counsel.page.getByText('gave the first approval').waitFor();
  await look(counsel.page, given, 'outcome-termination-second');
  await counsel.page.locator('[name=handle]').fill('gone-host');
  if (await counsel.page.locator('[name=password]').count()) await counsel.page.locator('[name=password]').fill(PASSWORD);
  await counsel.page.getByRole('button', { name: 'Approve decision D-1' }).click();
  await counsel.page.getByRole('button', { name: 'Approve decision D-1' }).waitFor({ state: 'detached' });
  await desk.letter('We end our contract with you');
  await jump(desk, when, page, lead.page, counsel.page);
  await signIn(page, ANALYST.email);
  await page.goto(path);
  await until(page, 'Decision D-1 took effect');
  await page.goto(`${path}/decisions/1`);
  await page.getByText('is not carried out yet').waitFor();
  await look(page, given, 'outcome-termination-in-force');
  await page.goto('/customers/gone-host');
  await page.getByText('Suspended', { exact: true }).first().waitFor();
  const customer = await customerReads(given, 'gone-host', ['Termination']);
  await customer.getByRole('link', { name: 'Appeal' }).first().waitFor();
  await look(customer, given, 'outcome-termination-customer');
});

story('The auditor lays like cases side by side', async (given) => {
  const { page, desk } = given;
  await signIn(page, AUDITOR.email);
  await page.goto('/reports?what=treatment_report');
  await page.getByLabel('From').fill('2021-01-01');
  await page.getByLabel('To, this day included').fill('2021-01-31');
  await look(page, given, 'outcome-treatment-asked');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('link', { name: /^Download / }).first().waitFor();
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Download / }).first().click();
  const table = await readFile(await (await coming).path(), 'utf8');
  const [head, ...rows] = table.trim().split('\r\n').map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  const column = (name) => rows.map((row) => row[head.indexOf(name)]);
  assert.equal(rows.length, CUSTOMERS.length, table);
  assert.deepEqual(column('outcome').sort(), ['No action', 'No action', 'Partial suspension', 'Plan accepted', 'Termination', 'Warning']);
  assert.deepEqual([...new Set(column('severity'))].length, 1, 'like cases');
  assert.match(await desk.run(['verify']), /sound/);
});
