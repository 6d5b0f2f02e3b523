// What finds its place by itself and can be taken back: a complaint that joins the open case about the same thing and is
// taken out again, a letter that was passed on and is stopped within its minute, and a customer's history as a chart.

import assert from 'node:assert/strict';
import { addCustomer, openCase } from '../lib/cases.mjs';
import { signIn } from '../lib/door.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };
const DAY = 86_400_000;

const { story } = stage({ people: [ANALYST, LEAD], now: '2026-03-12T12:00:00Z' });

let token;
let sent = 0;

/** A machine reports phishing; gives the complaint's number. */
async function reported(desk, host) {
  token ??= (await desk.run(['token', 'add', 'watch', '--scope', 'complaints:write'])).match(/dn_[\w-]+/)[0];
  sent += 1;
  const report = {
    xarf_version: '4.2.0',
    report_id: `1a5ec293-0849-40a4-9eba-d5926262f${String(sent).padStart(3, '0')}`,
    timestamp: new Date(desk.now.getTime() - 60_000).toISOString(),
    reporter: { org: 'Watch for Peace', contact: 'desk@watch.example', domain: 'watch.example' },
    sender: { org: 'Watch for Peace', contact: 'desk@watch.example', domain: 'watch.example' },
    source_identifier: host,
    category: 'content',
    type: 'phishing',
    url: `https://${host}/bank/${sent}`,
    description: `The page copies a bank, number ${sent}.`,
  };
  const answer = await fetch(`${desk.url}/api/v1/complaints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(report),
  });
  assert.equal(answer.status, 202);
}

/** The newest complaint's page. */
async function newest(page, path = '/inbox?sort=newest') {
  await page.goto(path);
  return page.locator('main a[data-row]').first().getAttribute('href');
}

/** The keys are listened to once their button shows. */
async function inbox(page) {
  await page.goto('/inbox');
  await page.getByRole('button', { name: /^Keys/ }).waitFor();
}

story('A complaint joins the open case about the same thing, says why, and is taken out again', async (given) => {
  const { page, desk, visitor, announce } = given;
  const lead = await visitor();
  await signIn(lead.page, LEAD.email);
  await addCustomer(lead.page, { handle: 'fork-host' });
  await reported(desk, 'fork-host.example');
  await signIn(page, ANALYST.email);
  const first = await newest(page);
  await page.goto(first);
  const from = await page.getByRole('link', { name: 'Open a case', exact: true }).first().getAttribute('href');
  const path = await openCase(page, { customer: 'fork-host', title: 'Copies of a bank', clause: '4.1', from });
  const number = path.split('/').pop();

  // Days later the same is reported again: nobody has to sort it.
  await lead.page.goto('about:blank');
  await page.goto('about:blank');
  await desk.setClock(new Date(desk.now.getTime() + 5 * DAY));
  await signIn(page, ANALYST.email);
  await reported(desk, 'fork-host.example');
  await page.goto('/inbox');
  await page.getByText('Inbox is empty.').waitFor();
  const second = await newest(page, '/inbox?stage=in_case&sort=newest');
  assert.notEqual(second, first);
  await page.goto(second);
  await page.getByText('It joined this case by itself.').waitFor();
  assert.match(await page.getByText('It joined this case by itself.').innerText(), /fork-host\.example.*same category/);
  await look(page, given, 'joined');
  await page.goto(path);
  await page.locator('.timeline').getByText(/joined/).first().waitFor();

  await page.goto(second);
  await page.getByText('Take it out of the case').click();
  announce(422, `${second}/removal`);
  await page.getByRole('button', { name: 'Take it out', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await look(page, given, 'joined-refused');
  await page.getByLabel('Why does it not belong there?').fill('Another bank, on a page of somebody else.');
  await page.getByRole('button', { name: 'Take it out', exact: true }).click();
  await page.getByRole('link', { name: 'Open a case', exact: true }).first().waitFor();
  await look(page, given, 'joined-taken-out');
  await page.goto(path);
  await page.locator('.timeline').getByText('Another bank, on a page of somebody else.').first().waitFor();

  // What a person opened the case with stays in it.
  await page.goto(first);
  await page.getByText('what was attached stays attached').waitFor();
  assert.equal(await page.getByText('Take it out of the case').count(), 0);
  assert.equal((await page.getByRole('link', { name: new RegExp(number) }).count()) > 0, true);
});

story('A letter that was passed on is taken back within its minute, and after it no more', async (given) => {
  const { page, desk, announce } = given;
  await signIn(page, ANALYST.email);
  await inbox(page);
  const complaint = await page.locator('main a[data-row]').first().getAttribute('href');
  const passOn = async () => {
    await inbox(page);
    for (const key of ['p', '1', 'Enter']) await page.keyboard.press(key);
    await page.getByText('1 complaint passed on.').waitFor();
  };
  const letters = async () => (await desk.letters()).filter((letter) => letter.includes('For your information')).length;

  await passOn();
  await look(page, given, 'passed-on-undo');
  await desk.advance(59);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('1 complaint again in the inbox').waitFor();
  await desk.advance(120);
  await page.goto('/customers/fork-host');
  await page.getByText('Taken back before it left').waitFor();
  await look(page, given, 'passed-on-taken-back');
  assert.equal(await letters(), 0, 'nobody was written to');

  // The second time nobody stops it.
  await passOn();
  const undo = page.getByRole('button', { name: 'Undo' });
  await desk.advance(61);
  await desk.letter('For your information');
  announce(409, '/undo');
  await undo.click();
  await page.getByText('The letter has left. It cannot be taken back any more.').waitFor();
  await look(page, given, 'passed-on-too-late');
  await page.goto(complaint);
  await page.getByText('Passed on').first().waitFor();
  await page.goto('/customers/fork-host');
  assert.equal(await letters(), 1);
});

story('What came about a customer week by week is a chart with its table', async (given) => {
  const { page, desk } = given;
  for (const days of [0, 7, 7, 14]) {
    await page.goto('about:blank');
    await desk.setClock(new Date(desk.now.getTime() + days * DAY));
    await reported(desk, 'fork-host.example');
  }
  await signIn(page, ANALYST.email);
  await page.goto('/customers/fork-host');
  const chart = page.getByRole('img', { name: /^Complaints a week over \d+ weeks, at most \d/ });
  await chart.waitFor();
  const figure = page.locator('figure', { has: chart });
  const said = Number((await figure.locator('.plot__say').innerText()).match(/^(\d+) in/)[1]);
  await figure.getByText('The same as a table').click();
  const weeks = await figure.locator('tbody td').allInnerTexts();
  assert.equal(weeks.map(Number).reduce((sum, one) => sum + one, 0), said);
  assert.ok(said >= 6, `${said} complaints`);
  assert.ok(weeks.filter((one) => Number(one) > 0).length >= 4, 'spread over the weeks');
  await look(page, given, 'customer-chart');
  await until(page, 'Complaints a week');
  assert.match(await desk.run(['verify']), /sound/);
});
