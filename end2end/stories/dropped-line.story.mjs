// A telephone in a tunnel. Every form outside is sent three times: once it does not arrive, once its answer is lost, and
// once all goes well. What was written stays on the page each time, and the record holds one of each.

import assert from 'node:assert/strict';
import { digits, receiptOf } from '../lib/answering.mjs';
import { cutTwice } from '../lib/cutting.mjs';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const AUDITOR = { email: 'otto@audit.example', role: 'auditor' };
const phone = { screen: 'phone' };

const { story } = stage({ demo: true, people: [AUDITOR], now: '2026-03-12T12:00:00Z' });

async function linkOf(desk, address) {
  const letters = (await desk.letters()).filter((letter) => letter.includes(address));
  return letters.flatMap((letter) => letter.match(/\/n\/[\w-]{43}/g) ?? [])[0];
}

/** Gives a question: how many entries of a kind came since. */
async function record({ visitor }) {
  const auditor = await visitor({ screen: 'wide' });
  await signIn(auditor.page, AUDITOR.email);
  const count = async (kind) => {
    await auditor.page.goto(`/ledger?kind=${kind}`);
    return auditor.page.locator('main tbody tr').count();
  };
  const before = new Map();
  return {
    from: async (...kinds) => { for (const kind of kinds) before.set(kind, await count(kind)); },
    since: async (kind) => await count(kind) - before.get(kind),
  };
}

/** Sends a form at the third try. */
async function send(page, name, arrived) {
  const press = () => page.getByRole('button', { name, exact: true }).click();
  await cutTwice(page, press);
  await press();
  await arrived();
}

async function confirm(page, desk, receipt) {
  await page.locator('[name=code]').fill(await digits(desk, receipt));
  await send(page, /^(Confirm|Confirmer)$/, () => page.waitForURL((url) => !url.pathname.includes('/code/')));
}

story('Asking for more time', phone, async (tools) => {
  const { page, desk } = tools;
  const path = await linkOf(desk, 'lantern-shop.example');
  const ledger = await record(tools);
  await ledger.from('time_asked', 'sender_confirmed');
  await page.goto(`${path}/time`);
  await page.getByLabel('3 days more').check();
  await page.getByLabel('Why do you need more time?').fill('Our only engineer lands tomorrow.');
  await page.getByLabel('Your name').fill('Robin Lantern');
  const ask = () => page.getByRole('button', { name: 'Ask for more time' }).click();
  await cutTwice(page, ask);
  await look(page, tools, 'line-dropped');
  await ask();
  await page.waitForURL(/\/code\/T-/);
  await confirm(page, desk, receiptOf(page));
  await page.getByRole('heading', { name: 'You asked for more time' }).waitFor();
  assert.equal(new URL(page.url()).hash, '#asked-time');
  assert.equal(await ledger.since('time_asked'), 1);
  assert.equal(await ledger.since('sender_confirmed'), 1);
});

story('An answer: the form, the page where it is checked, and the code, in French', { ...phone, locale: 'fr-FR' }, async (tools) => {
  const { page, desk } = tools;
  const path = await linkOf(desk, 'atelier-brume.example');
  const ledger = await record(tools);
  await ledger.from('answer_received', 'sender_confirmed');
  await page.goto(`${path}/answer`);
  const first = page.getByRole('group', { name: /^1\./ });
  await first.locator('[name=stance_1][value=done]').check();
  await first.locator('[name=text_1]').fill('L’envoi est arrêté.');
  await page.locator('[name=signer]').fill('Alix Brume');
  await page.locator('[name=authority]').check();
  await send(page, 'Vérifier votre réponse', () => page.waitForURL(/\/answer\/check/));
  await send(page, 'Envoyer votre réponse', () => page.waitForURL(/\/code\/A-/));
  await look(page, tools, 'line-code-french');
  await confirm(page, desk, receiptOf(page));
  await page.waitForURL(/\/receipts\/A-/);
  await page.getByText('L’envoi est arrêté.').waitFor();
  assert.equal(await ledger.since('answer_received'), 1);
  assert.equal(await ledger.since('sender_confirmed'), 1);
});

story('An appeal, and what is added to it', phone, async (tools) => {
  const { page, desk } = tools;
  const path = await linkOf(desk, 'stream-harbor.example');
  const ledger = await record(tools);
  await ledger.from('appeal_filed', 'appeal_said');
  await page.goto(`${path}/appeal?lang=en`);
  await page.getByLabel('What should we change').fill('The licence is older than the report.');
  await page.getByLabel('Your name').fill('Alix Rivière');
  await page.locator('[name=authority]').check();
  await send(page, 'Send your appeal', () => page.waitForURL(/\/code\/AP-/));
  await confirm(page, desk, receiptOf(page));
  await page.waitForURL(/\/appeals\/AP-/);

  await page.getByLabel('In your own words').fill('Our lawyer sends the contract tomorrow.');
  await send(page, 'Send', () => page.getByText('You wrote').first().waitFor());
  assert.equal(await page.locator('.timeline').getByText('Our lawyer sends the contract tomorrow.').count(), 1);
  assert.equal(await page.getByLabel('In your own words').inputValue(), '');
  assert.equal(await ledger.since('appeal_filed'), 1);
  assert.equal(await ledger.since('appeal_said'), 1);
});

story('A copy of the data', phone, async (tools) => {
  const { page, desk } = tools;
  const path = await linkOf(desk, 'stream-harbor.example');
  const ledger = await record(tools);
  await ledger.from('data_asked');
  await page.goto(`${path}/data?lang=en`);
  await page.locator('[name=wanted][value=copy]').check();
  await page.getByLabel('What do you need, and by when?').fill('The folder of the website, by Friday.');
  await page.getByLabel('Your name').fill('Alix Rivière');
  await page.locator('[name=authority]').check();
  await send(page, 'Send your request', () => page.getByRole('heading', { name: 'Your requests about your data' }).waitFor());
  assert.equal(await ledger.since('data_asked'), 1);
});

story('A receipt that is confirmed, and an account that is not theirs', phone, async (tools) => {
  const { page, desk } = tools;
  const path = await linkOf(desk, 'slate-cdn.example');
  const ledger = await record(tools);
  await ledger.from('notice_confirmed', 'account_denied');
  await page.goto(path);
  await send(page, 'Confirm that you received this', () => page.getByText('You confirmed that you received this notice').waitFor());
  await page.goto(`${path}/not-mine`);
  await page.getByLabel('What should we know?').fill('I sold the shop in January.');
  await send(page, 'Tell us that it is not my account', () => page.getByText('You told us that this is not your account').waitFor());
  assert.equal(await ledger.since('notice_confirmed'), 1);
  assert.equal(await ledger.since('account_denied'), 1);
});

story('A report from outside', phone, async (tools) => {
  const { page, visitor } = tools;
  await page.goto('/report');
  await page.getByLabel('Addresses').fill('hxxps://bad[.]example/tunnel');
  await page.getByLabel('Phishing').check();
  await page.getByLabel('What you saw').fill('A copy of the page of my bank.');
  await page.getByLabel('Your name').fill('Rita Reporter');
  await page.getByLabel('Your e-mail address').fill('rita@reports.example');
  await page.getByLabel('I believe in good faith').check();
  await send(page, 'Send the report', () => page.waitForURL(/\/report\/received\/C-\d+|\/status\//));
  const auditor = await visitor({ screen: 'wide' });
  await signIn(auditor.page, AUDITOR.email);
  await auditor.page.goto('/inbox?text=tunnel');
  assert.equal(await auditor.page.locator('main tbody tr').count(), 1);
});

story('What the desk refuses without giving the form back is said beside the button, and every word stays', phone, async (tools) => {
  const { page, desk, announce } = tools;
  const path = await linkOf(desk, 'stream-harbor.example');
  await page.goto(`${path}/data?lang=en`);
  await page.getByLabel('What do you need, and by when?').fill('The folder of the website, by Friday.');
  // Somewhere between the telephone and the desk a machine gives up.
  const press = () => page.getByRole('button', { name: 'Send your request' }).click();
  await page.route(`**${path}/data*`, (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502</h1>' }), { times: 1 });
  announce(502, `${path}/data`);
  await press();
  await page.getByText('No answer came').waitFor();
  assert.equal(await page.getByLabel('What do you need, and by when?').inputValue(), 'The folder of the website, by Friday.');
});
