// A promise from Paris for a Sunday night in Los Angeles: everybody reads both walls; half of the time that the customer
// asks for is given; the lead is reminded of what only a lead can do; the provider's own systems carry it out and say so.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, describe } from 'node:test';
import { receiver } from '../../docs/receiver/receiver.mjs';
import { receiptOf, typeDigits } from '../lib/answering.mjs';
import { addCustomer, openCase } from '../lib/cases.mjs';
import { signIn } from '../lib/door.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

// The same instants on the customer's wall, on the analyst's, and for the world.
const PROMISED = ['Sun 10 Jan 2021, 23:59 PST (UTC−08:00)', 'Mon 11 Jan 2021, 08:59 CET (UTC+01:00)', 'Mon 11 Jan 2021, 07:59 UTC'];
const GRANTED = ['Mon 11 Jan 2021, 23:59 PST (UTC−08:00)', 'Tue 12 Jan 2021, 08:59 CET (UTC+01:00)', 'Tue 12 Jan 2021, 07:59 UTC'];
const HOUR = ['Tue 12 Jan 2021, 03:00 PST (UTC−08:00)', 'Tue 12 Jan 2021, 12:00 CET (UTC+01:00)', 'Tue 12 Jan 2021, 11:00 UTC'];

let handler = (request, response) => { response.writeHead(503).end('starting'); };
const server = createServer((request, response) => handler(request, response));
await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
const webhook = { url: `http://127.0.0.1:${server.address().port}/`, secret: SECRET };

async function says(page, walls) {
  const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  for (const wall of walls) assert.ok(text.includes(wall), `${page.url()} does not say ${wall}:\n${text}`);
}

describe('a promise', () => {
  const { story } = stage({ people: [ANALYST, LEAD], now: '2021-01-08T18:00:00Z', webhook });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  story('From a desk in Paris until Sunday 23:59 in Los Angeles', async (given) => {
    const { page, desk, visitor } = given;
    const token = (await desk.run(['token', 'add', 'receiver', '--scope', 'instructions:write'])).match(/dn_[\w-]+/)[0];
    const orders = [];
    handler = receiver({
      secrets: [SECRET],
      token: () => token,
      desk: desk.url,
      now: () => desk.now.getTime(),
      act: async ({ order, customer }) => {
        orders.push(`${order} ${customer}`);
        return { result: 'done', detail: 'Routes withdrawn on both routers.' };
      },
    });
    // Sessions end with each jump of the clock, so nobody may be listening while it happens.
    const lead = await visitor();
    const jump = async (to) => {
      for (const one of [page, lead.page]) await one.goto('about:blank');
      await desk.setClock(to);
    };
    await signIn(lead.page, LEAD.email);
    await addCustomer(lead.page, { handle: 'coast-host', zone: 'America/Los_Angeles' });

    await signIn(page, ANALYST.email);
    await page.goto('/account');
    await page.getByLabel('Time zone').selectOption('Europe/Paris');
    await page.getByRole('button', { name: 'Keep these settings' }).click();
    await page.getByText('Your settings are kept.').waitFor();

    // The promise: chosen on the customer's wall, and read on both before it is given.
    const path = await openCase(page, { customer: 'coast-host', title: 'Calls for violence' });
    await page.goto(`${path}/notices/new?template=moderation_plan`);
    await page.locator('[name=findings]').fill('We found posts that call for violence against named people.');
    await page.locator('[name=example]').fill('hxxps://coast-host[.]example/post/1');
    await page.locator('[name=requirement_1]').fill('Take down the posts, or say for each why it should stay.');
    await page.locator('[name=requirement_2]').fill('Send a plan: who reads reports, at what hours, and how fast.');
    await page.locator('[name=requirement_3]').fill('');
    await page.locator('[name=consequence]').fill('We can suspend a part of your hosting, or all of it.');
    await page.locator('[name=data_kept]').fill('Your data stays safe for 30 days after a suspension.');
    await page.locator('[name=rule][value=wall]').check();
    await page.locator('[name=date]').fill('2021-01-10');
    await page.locator('[name=time]').fill('23:59');
    await page.locator('[name=zone]').selectOption('America/Los_Angeles');
    await page.locator('[data-deadline]').getByText(PROMISED[1]).waitFor();
    await says(page, PROMISED);
    await look(page, given, 'promise-composer');
    await page.getByRole('button', { name: 'Check every word' }).click();
    await page.getByRole('button', { name: 'Send notice' }).waitFor();
    await says(page, PROMISED);
    await page.getByRole('button', { name: 'Send notice' }).click();
    await page.waitForURL(new RegExp(`${path}$`));
    await page.getByRole('button', { name: /Undo/ }).waitFor();
    await says(page, PROMISED);
    await look(page, given, 'promise-undo');
    await desk.advance(61);
    const letter = (await desk.letter('/n/')).replaceAll(/\s+/g, ' ');
    assert.ok(letter.includes(PROMISED[0]) && letter.includes(PROMISED[2]), letter);
    assert.ok(!letter.includes('CET'), 'where the desk stands is no matter of the customer');
    const link = letter.match(/\/n\/[\w-]{43}/)[0];
    for (const one of [path, `${path}/notices/1`]) {
      await page.goto(one);
      await until(page, PROMISED[0]);
      await says(page, PROMISED);
    }
    await look(page, given, 'promise-notice');

    // The customer asks for two days more.
    const customer = await visitor({ screen: 'phone', javaScript: false });
    await customer.page.goto(link);
    await says(customer.page, ['11:59pm PST on Sunday 10 January 2021', PROMISED[2]]);
    await customer.page.getByRole('link', { name: 'Ask for more time' }).click();
    await customer.page.getByLabel('Another time').check();
    await customer.page.getByLabel('Day', { exact: true }).fill('2021-01-12');
    await customer.page.getByLabel('Time', { exact: true }).fill('23:59');
    await customer.page.getByLabel('Why do you need more time?').fill('Our only engineer lands tomorrow.');
    await customer.page.getByLabel('Your name').fill('Robin Coast');
    await customer.page.getByRole('button', { name: 'Ask for more time' }).click();
    await customer.page.waitForURL(/\/code\/T-/);
    const receipt = receiptOf(customer.page);
    await typeDigits(customer.page, desk, receipt);

    // One of the two is given; the promise moves for everybody, and what was printed stays on record.
    await page.goto(path);
    await page.getByRole('link', { name: `Decide ${receipt}`, exact: true }).click();
    await page.waitForURL(/\/time\/T-/);
    await says(page, [...PROMISED, 'Tue 12 Jan 2021, 23:59 PST (UTC−08:00)', 'Wed 13 Jan 2021, 08:59 CET (UTC+01:00)']);
    await look(page, given, 'promise-asked');
    await page.getByLabel('Give another time').check();
    await page.locator('[name=date]').fill('2021-01-11');
    await page.locator('[name=time]').fill('23:59');
    await page.locator('[name=reason]').fill('A day is enough for one folder.');
    await page.getByRole('button', { name: 'Decide, and tell the customer' }).click();
    await page.getByText('Granted until').waitFor();
    await desk.letter('less than you asked for');
    for (const one of [path, `${path}/notices/1`]) {
      await page.goto(one);
      await says(page, GRANTED);
    }
    await customer.page.goto(link);
    await says(customer.page, ['11:59pm PST on Monday 11 January 2021', GRANTED[2], 'We gave you more time', 'A day is enough for one folder.']);
    await look(customer.page, given, 'promise-customer');

    // Sunday night passes, and nothing with it.
    await jump('2021-01-11T07:59:00Z');
    await signIn(page, ANALYST.email);
    await page.goto(path);
    await says(page, [GRANTED[0], 'Next deadline']);
    await jump('2021-01-12T07:59:00Z');
    await signIn(page, ANALYST.email);
    await page.goto(path);
    await until(page, 'Passed: the deadline');

    // The analyst proposes for noon in Paris, and the lead is reminded before that hour.
    await page.goto(`${path}/decision`);
    await page.locator('[name=outcome][value=suspension]').check();
    for (const box of await page.locator('[name=assets]').all()) await box.check();
    await page.locator('[name=whole_reason]').fill('The posts are spread over everything; no part is free of them.');
    await page.locator('[name=meaning]').fill('Nothing of the account can be reached.');
    await page.locator('[name=date]').fill('2021-01-12');
    await page.locator('[name=time]').fill('03:00');
    await page.locator('[name=zone]').selectOption('America/Los_Angeles');
    await page.locator('[name=facts]').fill('The posts were online when the deadline passed.');
    await page.locator('[name=explanation]').fill('The clause asks to act without delay, and nobody did.');
    await page.locator('[name=handle]').fill('coast-host');
    await page.getByRole('button', { name: /Propose/ }).click();
    await page.waitForURL(/\/decisions\/1/);
    await says(page, HOUR);
    await jump('2021-01-12T10:30:00Z');
    const reminder = await desk.letter('A decision waits for approval');
    assert.match(reminder, /^To: .*lead@hosting\.example/m);
    assert.match(reminder.replaceAll(/\s+/g, ' '), /Tue 12 Jan 2021, 11:00 UTC/, 'by when, on the clock of whoever reads it');
    await signIn(lead.page, LEAD.email);
    await lead.page.goto('/for-you');
    await look(lead.page, given, 'promise-for-you');
    await lead.page.getByRole('link', { name: /A decision waits for approval/ }).click();
    await lead.page.waitForURL(/\/decisions\/1/);
    await says(lead.page, HOUR.slice(0, 1));
    await lead.page.locator('[name=handle]').fill('coast-host');
    await lead.page.getByRole('button', { name: /^Approve decision/ }).click();
    await lead.page.getByText('Approved by').first().waitFor();
    await desk.letter('Decision D-1');
    assert.deepEqual(orders, [], 'not before its hour');

    // Its hour: the receiver is told, does it and says so, and that is since when it is in force.
    await jump('2021-01-12T11:00:00Z');
    await signIn(page, ANALYST.email);
    await page.goto(`${path}/decisions/1`);
    await until(page, 'In force since');
    await says(page, HOUR.slice(0, 2));
    await look(page, given, 'promise-in-force');
    await page.goto('/instructions/1');
    await page.getByText('Routes withdrawn on both routers.').waitFor();
    assert.deepEqual(orders, ['suspend coast-host']);
    assert.match(await desk.run(['verify']), /sound/);
  });
});
