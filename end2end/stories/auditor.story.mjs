// An auditor reads everything, takes the register away, checks a leaf by hand, and can change nothing.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const AUDITOR = 'otto@audit.example';
const { story } = stage({ demo: true, people: [{ email: AUDITOR, role: 'auditor' }] });

/** Inside a page, as its own scripts would: with its cookies, from its origin. */
function post(page, path, body) {
  return page.evaluate(async ([to, form]) => (await fetch(to, { method: 'POST', body: new URLSearchParams(form) })).status, [path, body]);
}

story('The ledger is read, filtered and checked', async (tools) => {
  const { page, announce } = tools;
  await signIn(page, AUDITOR);
  await page.goto('/ledger');
  await page.getByText('duenotice verify').waitFor();
  await look(page, tools, 'ledger');

  await page.getByRole('link', { name: 'Older' }).click();
  await page.getByRole('link', { name: 'First page' }).waitFor();
  await page.getByLabel('Event').selectOption('notice_sent');
  await page.getByRole('button', { name: 'Show' }).click();
  const sent = page.getByRole('row', { name: /^#\d+ .* left to/ });
  assert.ok(await sent.count() > 0);
  assert.equal(await sent.count(), await page.locator('tbody tr').count());

  await page.getByLabel('Go to number').fill('#2');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL('**/ledger/2');
  await look(page, tools, 'ledger-entry');
  const leaf = await page.locator('.bytes__body').evaluate((shown) => shown.textContent);
  const hash = createHash('sha256').update(Buffer.concat([Buffer.from([0]), Buffer.from(leaf)])).digest('hex');
  await page.getByRole('code').filter({ hasText: hash }).waitFor();
  await page.getByRole('link', { name: '#3' }).click();
  await page.waitForURL('**/ledger/3');

  announce(404, '/ledger/99999999');
  await page.goto('/ledger/99999999');
  await page.getByRole('heading', { name: 'Not found' }).waitFor();
});

story('The register leaves as a table', async (tools) => {
  const { page } = tools;
  await signIn(page, AUDITOR);
  await page.goto('/decisions');
  await look(page, tools, 'decisions');
  const shown = await page.locator('tbody tr').count();
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).click();
  const file = await coming;
  assert.match(file.suggestedFilename(), /^duenotice_decisions_\d{8}T\d{6}Z\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  assert.match(lines[0], /^case,decision,customer,/);
  assert.ok(lines.length - 1 >= shown && shown > 0);
});

story('Who only reads is offered nothing else, and gets nothing else', async (tools) => {
  const { page, announce } = tools;
  await signIn(page, AUDITOR);
  await page.goto('/inbox');
  await look(page, tools, 'inbox-auditor');
  assert.equal(await page.getByRole('link', { name: 'New complaint' }).count(), 0);
  await page.locator('a[data-row]').first().click();
  await page.waitForURL('**/complaints/*');
  await look(page, tools, 'complaint-auditor');
  const here = new URL(page.url()).pathname;
  assert.equal(await page.locator('main form[method=post]').count(), 0);
  await page.getByText('Your role reads.').waitFor();

  announce(403, `${here}/rejection`);
  assert.equal(await post(page, `${here}/rejection`, { reason: 'no' }), 403);
  announce(403, '/customers/new');
  assert.equal(await post(page, '/customers/new', { handle: 'x' }), 403);
  announce(403, '/complaints/new');
  await page.goto('/complaints/new');
  await page.getByText('It is open to: analyst, lead.').waitFor();
});

story('A case file leaves with its name, and leaves a trace', async ({ page, announce }) => {
  await signIn(page, AUDITOR);
  await page.goto('/decisions');
  const number = (await page.locator('tbody a[data-row]').first().getAttribute('href')).split('/')[2];
  const file = await page.evaluate(async (path) => {
    const answer = await fetch(path, { method: 'POST' });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { name: answer.headers.get('content-disposition'), kind: answer.headers.get('content-type'), begin: String.fromCharCode(...bytes.slice(0, 2)) };
  }, `/cases/${number}/file`);
  assert.equal(file.kind, 'application/zip');
  assert.equal(file.begin, 'PK');
  const [, seq] = file.name.match(new RegExp(`^attachment; filename="duenotice_${number}_\\d{8}T\\d{6}Z_(\\d+)\\.zip"$`));
  await page.goto(`/ledger/${seq}`);
  await page.getByRole('heading', { level: 1, name: /took the case file out of the house/ }).waitFor();
  announce(404, '/cases/DN-1900-0001/file');
  assert.equal(await post(page, '/cases/DN-1900-0001/file', {}), 404);
});

story('Evidence is saved and never shown', async ({ page, announce }) => {
  await signIn(page, AUDITOR);
  await page.goto('/inbox');
  await page.locator('a[data-row]').first().click();
  const raw = await page.getByRole('link', { name: /^Download C-/ }).getAttribute('href');
  const headers = await page.evaluate(async (href) => Object.fromEntries((await fetch(href)).headers), raw);
  assert.match(headers['content-disposition'], /^attachment; filename="C-\d+\.\w+"$/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'");
  announce(404, '/evidence/..%2f..%2fetc');
  assert.equal(await page.evaluate(async () => (await fetch('/evidence/..%2f..%2fetc')).status), 404);
});
