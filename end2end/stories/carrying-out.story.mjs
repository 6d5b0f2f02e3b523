// An instruction goes to the provider's own receiver and comes back done; another is refused, and a person is asked.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, describe } from 'node:test';
import { receiver } from '../../docs/receiver/receiver.mjs';
import { addCustomer, openCase, sendNotice, writeDecision } from '../lib/cases.mjs';
import { signIn } from '../lib/door.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

// The receiver that the documentation offers, with work that the story gives it.
let handler = (request, response) => { response.writeHead(503).end('starting'); };
const server = createServer((request, response) => handler(request, response));
await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
const webhook = { url: `http://127.0.0.1:${server.address().port}/`, secret: SECRET };

describe('carrying out', () => {
  const { story } = stage({ people: [ANALYST, LEAD], now: '2021-01-08T20:00:00Z', webhook });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  story('A suspension goes to the receiver and comes back done, another is refused', async (given) => {
    const { page, desk, visitor } = given;
    const lead = await visitor();
    await signIn(lead.page, LEAD.email);
    const paths = {};
    for (const handle of ['quick-host', 'odd-host']) await addCustomer(lead.page, { handle });
    await signIn(page, ANALYST.email);
    for (const handle of ['quick-host', 'odd-host']) {
      paths[handle] = await openCase(page, { customer: handle, title: `Calls for violence on ${handle}` });
      await sendNotice(page, paths[handle]);
    }
    await desk.advance(61);
    // Both, or the time of the one that waits would begin after the jump.
    for (const handle of ['quick-host', 'odd-host']) await desk.letter(`To the account ${handle}`);
    const jump = async (to) => {
      // Sessions end with each jump of the clock, so nobody may be listening while it happens.
      for (const one of [page, lead.page]) await one.goto('about:blank');
      await desk.setClock(to);
    };
    await jump(new Date(desk.now.getTime() + (24 * 60 + 20) * 60_000));
    await signIn(page, ANALYST.email);
    await signIn(lead.page, LEAD.email);
    const when = new Date(Math.ceil((desk.now.getTime() + 3600_000) / 60_000) * 60_000);
    for (const handle of ['quick-host', 'odd-host']) {
      await page.goto(paths[handle]);
      await until(page, 'passed');
      await writeDecision(page, paths[handle], { outcome: 'suspension', customer: handle, when });
      for (const box of await page.locator('[name=assets]').all()) await box.check();
      await page.locator('[name=whole_reason]').fill('The posts are spread over everything; no part is free of them.');
      await page.locator('[name=meaning]').fill('Nothing of the account can be reached.');
      await page.getByRole('button', { name: /Propose/ }).click();
      await page.waitForURL(/\/decisions\/1/);
      await lead.page.goto(`${paths[handle]}/decisions/1`);
      await lead.page.locator('[name=handle]').fill(handle);
      await lead.page.getByRole('button', { name: /^Approve decision/ }).click();
      await lead.page.getByRole('button', { name: /^Approve decision/ }).waitFor({ state: 'detached' });
    }
    await desk.letter('DN-2021-0002] Decision D-1');

    // The receiver is away when the hour comes, and back five seconds later.
    let calls = 0;
    handler = (request, response) => { calls += 1; response.writeHead(500).end('the console is away'); };
    await jump(when);
    await signIn(page, ANALYST.email);
    await page.goto(paths['quick-host']);
    await until(page, 'is not carried out yet');
    await page.goto('/instructions?list=waiting');
    await until(page, 'which is no yes');
    await look(page, given, 'carrying-out-waiting');
    assert.ok(calls >= 2);

    const token = (await desk.run(['token', 'add', 'receiver', '--scope', 'instructions:write'])).match(/dn_[\w-]+/)[0];
    const orders = [];
    handler = receiver({
      secrets: [SECRET],
      token: () => token,
      desk: desk.url,
      now: () => desk.now.getTime(),
      act: async ({ order, customer, assets }) => {
        orders.push(`${order} ${customer} ${assets.join(' ')}`);
        return customer === 'quick-host'
          ? { result: 'done', detail: 'Routes withdrawn on both routers.' }
          : { result: 'refused', detail: 'odd-host.example points to somebody else’s network.' };
      },
    });
    await desk.advance(12 * 60);
    await signIn(lead.page, LEAD.email);

    // The lead reads since when it is in force, and how late that was.
    await lead.page.goto(`${paths['quick-host']}/decisions/1`);
    await until(lead.page, 'In force since');
    await until(lead.page, '12 minutes after its hour');
    await look(lead.page, given, 'carrying-out-in-force');
    await lead.page.goto(paths['quick-host']);
    await until(lead.page, '12 minutes after its hour');
    assert.deepEqual(orders.sort(), ['suspend odd-host odd-host.example', 'suspend quick-host quick-host.example']);

    // What was refused stands where people look, in the receiver's words.
    await lead.page.goto('/instructions');
    await until(lead.page, 'points to somebody else');
    await look(lead.page, given, 'carrying-out-person');
    await page.goto('/for-you');
    await page.getByRole('link', { name: /An instruction was not carried out/ }).click();
    await page.getByRole('heading', { name: 'The receiver refused it' }).waitFor();
    await look(page, given, 'carrying-out-refused');

    // Somebody puts it right and has it handed over once more: under the same number, and now it is done.
    handler = receiver({
      secrets: [SECRET],
      token: () => token,
      desk: desk.url,
      now: () => desk.now.getTime(),
      act: async () => ({ result: 'done', detail: 'The name was taken back, then switched off.' }),
    });
    await page.getByRole('button', { name: 'Hand over again' }).click();
    await until(page, 'as the receiver says');
    await look(page, given, 'carrying-out-done');
    await page.goto('/instructions');
    await page.getByText('Every instruction was taken').waitFor();
    assert.match(await desk.run(['verify']), /sound/);
  });
});
