// What falls due, what a hold keeps of it, and a reporter who is erased by two.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const [LEE, CLEO, OTTO] = ['lee', 'cleo', 'otto'].map((name) => `${name}@hosting.example`);
const { story } = stage({
  people: [{ email: LEE, role: 'lead' }, { email: CLEO, role: 'counsel' }, { email: OTTO, role: 'auditor' }],
  now: '2026-03-02T09:00:00Z',
});

const DAY = 86_400;

/** Typed at the desk; gives its path. */
async function complain(page, place, { name, email }) {
  await page.goto('/complaints/new');
  await page.locator('[name=locations]').fill(place);
  await page.locator('[name=category]').selectOption('violence');
  await page.locator('[name=description]').fill('It calls for violence.');
  await page.locator('[name=reporter_name]').fill(name);
  await page.locator('[name=reporter_email]').fill(email);
  await page.locator('main form button.button--primary').first().click();
  await page.waitForURL(/\/complaints\/\d+/);
  return new URL(page.url()).pathname;
}

async function reject(page, path) {
  await page.goto(path);
  const form = page.locator(`form[action="${path}/rejection"]`);
  await page.locator('details', { has: form }).locator('summary').click();
  await form.locator('textarea').fill('Nothing is there.');
  await form.locator('button').click();
  await page.getByText('Rejected').first().waitFor();
}

story('A reporter is erased by two, and the raw report goes with the name', async (tools) => {
  const { page, visitor } = tools;
  await signIn(page, LEE);
  await page.goto('/erasures');
  await page.getByText('Nobody was ever erased.').waitFor();
  await look(page, tools, 'erasures-empty');
  const path = await complain(page, 'https://somewhere.example/post/1', { name: 'Rita Reporter', email: 'rita@reports.example' });
  await page.goto(path);
  const raw = await page.getByRole('link', { name: /^Download C-/ }).getAttribute('href');
  await page.getByRole('link', { name: 'Erase this reporter' }).click();
  await page.getByRole('heading', { level: 1, name: /Rita Reporter/ }).waitFor();
  await look(page, tools, 'erasure-asking');
  tools.announce(422, '/erasures');
  await page.getByRole('button', { name: 'Ask for the erasure' }).click();
  await page.getByText('Choose what entitles us to it.').first().waitFor();
  await look(page, tools, 'erasure-refused');
  await page.locator('[name=basis][value=objection]').check();
  await page.locator('[name=reason]').fill('They wrote from the address that the report came from.');
  await page.getByRole('button', { name: 'Ask for the erasure' }).click();
  await page.waitForURL(/\/erasures\/\d+$/);
  await page.getByText('You asked for it, so another person must agree.').waitFor();
  const erasure = new URL(page.url()).pathname;

  const cleo = await visitor();
  await signIn(cleo.page, CLEO);
  await cleo.page.goto(erasure);
  await look(cleo.page, tools, 'erasure-to-agree');
  await cleo.page.getByRole('button', { name: 'Agree: erase' }).click();
  await cleo.page.getByText('so every proof still holds').waitFor();
  await look(cleo.page, tools, 'erasure-done');
  assert.equal(await cleo.page.getByText('rita', { exact: false }).count(), 0);

  await page.goto(path);
  assert.equal(await page.getByText('rita@reports.example').count(), 0);
  const gone = await page.request.get(raw);
  assert.equal(gone.status(), 410, 'destroyed is not the same as never there');
  await page.goto('/search?q=rita');
  assert.equal(await page.getByText('Rita Reporter').count(), 0);
});

story('What falls due is kept by a hold over the whole desk, and goes once two persons released it', async (tools) => {
  const { page, visitor, desk } = tools;
  await signIn(page, LEE);
  await page.goto('/retention');
  await page.getByText('Nothing has fallen due yet.').waitFor();
  await look(page, tools, 'retention-empty');
  await page.getByRole('link', { name: 'Bytes and files of complaints' }).click();
  await page.waitForURL('**/retention/*');
  tools.announce(422, new URL(page.url()).pathname);
  await page.locator('[name=days]').fill('100');
  await page.locator('[name=reason]').fill('Our lawyer says so.');
  await page.getByRole('button', { name: 'Publish this edition' }).click();
  await page.getByText('At least 365 days').first().waitFor();
  await look(page, tools, 'retention-refused');
  await page.locator('[name=days]').fill('365');
  await page.getByRole('button', { name: 'Publish this edition' }).click();
  await page.getByRole('heading', { name: 'Edition 1: 365 days' }).waitFor();
  await look(page, tools, 'retention-rule');
  const path = await complain(page, 'https://somewhere.example/post/2', { name: 'Paul Passerby', email: 'paul@reports.example' });
  await reject(page, path);
  await desk.advance(366 * DAY);
  await signIn(page, LEE);

  const cleo = await visitor();
  await signIn(cleo.page, CLEO);
  await cleo.page.goto('/holds');
  await cleo.page.getByText('No hold was ever placed.').waitFor();
  await look(cleo.page, tools, 'holds-empty');
  await cleo.page.getByRole('link', { name: 'Place a hold' }).click();
  await look(cleo.page, tools, 'hold-new');
  cleo.announce(422, '/holds/new');
  await cleo.page.getByRole('button', { name: 'Place hold' }).click();
  await cleo.page.getByText('Choose what the hold covers.').first().waitFor();
  await cleo.page.locator('[name=over][value=desk]').check();
  await cleo.page.locator('[name=matter]').fill('Example Social v. Example Hosting');
  await cleo.page.locator('[name=hold_reason]').fill('They sued on 2 March.');
  await cleo.page.locator('[name=custodian]').selectOption({ index: 1 });
  await cleo.page.getByRole('button', { name: 'Place hold' }).click();
  await cleo.page.waitForURL(/\/holds\/\d+$/);
  const hold = new URL(cleo.page.url()).pathname;
  await look(cleo.page, tools, 'hold-desk');

  await page.goto('/retention');
  const proposed = page.locator('a[href^="/disposals/"]').last();
  await proposed.waitFor();
  await look(page, tools, 'retention-proposed');
  await proposed.click();
  await page.getByText('Nothing of it can go now').waitFor();
  await page.getByRole('link', { name: 'H-' }).first().waitFor();
  await look(page, tools, 'disposal-held');
  const disposal = new URL(page.url()).pathname;

  await cleo.page.goto(hold);
  await cleo.page.getByText('Ask for its release').click();
  await cleo.page.locator('[name=release_reason]').fill('They settled.');
  await cleo.page.getByRole('button', { name: 'Ask for release' }).click();
  await page.goto(hold);
  await page.getByRole('button', { name: /^Agree: release hold/ }).click();
  await page.getByText('agreed by').waitFor();

  await page.goto(disposal);
  await look(page, tools, 'disposal');
  await page.getByRole('button', { name: /^Destroy \d/ }).click();
  await page.getByText('so every proof still holds').waitFor();
  await look(page, tools, 'disposal-done');

  const otto = await visitor();
  await signIn(otto.page, OTTO);
  await otto.page.goto('/ledger?kind=material_destroyed');
  await otto.page.getByText(/destroyed under edition 1/).waitFor();
  const said = await desk.run(['verify']);
  assert.match(said, /pieces of evidence destroyed with event/);
  assert.match(said, /The record is sound/);
});
