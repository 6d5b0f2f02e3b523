// An auditor and counsel look back: figures, the ledger, what was known then, and what leaves the house.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { signIn } from '../lib/door.mjs';
import { look, until } from '../lib/look.mjs';
import { patiently } from '../lib/patience.mjs';
import { stage } from '../lib/stage.mjs';

const AUDITOR = 'otto@audit.example';
const COUNSEL = 'cora@law.example';
const { story } = stage({ demo: true, people: [{ email: AUDITOR, role: 'auditor' }, { email: COUNSEL, role: 'counsel' }] });

async function anyCase(page) {
  await page.goto('/cases');
  return (await page.locator('main a[data-row]').first().getAttribute('href')).split('/').pop();
}

story('The desk at a glance', async (tools) => {
  const { page } = tools;
  await signIn(page, AUDITOR);
  await page.goto('/dashboard');
  const counted = async () => !(await page.reload() && (await page.locator('main').innerText()).includes('the plots count up to'));
  await patiently(counted, 'the figures never catch up with the ledger');
  await page.goto('/dashboard?from=2000-01-01&to=2000-01-02');
  await page.getByText('No complaint came in this period.').waitFor();
  await page.goto('/dashboard');
  await page.getByRole('heading', { name: 'Outcomes by clause' }).waitFor();
  await page.getByRole('img', { name: /stacked by category/ }).waitFor();
  await look(page, tools, 'dashboard');
  for (const summary of await page.getByText('The same as a table').all()) await summary.click();
  await look(page, tools, 'dashboard-tables');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: /Download CSV.*Complaints/ }).click();
  const file = await coming;
  assert.match(file.suggestedFilename(), /^duenotice_complaints_\d{8}T\d{6}Z_\d+\.csv$/);
  assert.match(await readFile(await file.path(), 'utf8'), /^from_day,category,complaints\r\n/);
  await page.getByRole('link', { name: /Overdue/ }).click();
  await page.waitForURL('**/cases?stage=overdue');
  await page.goto('/dashboard');
  await page.emulateMedia({ media: 'print' });
  await tools.shot(page, 'dashboard-print');
  await page.emulateMedia({ media: 'screen' });
});

story('The ledger by its filters', async (tools) => {
  const { page } = tools;
  await signIn(page, AUDITOR);
  await page.goto('/ledger');
  await look(page, tools, 'ledger-filters');
  await page.getByLabel('Who').selectOption('customer');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.waitForURL(/actor=customer/);
  assert.ok(await page.locator('tbody tr').count() > 0);
  await page.goto('/ledger?last=6&first=2');
  assert.equal(await page.locator('tbody tr').count(), 5);
  await page.goto('/ledger?since=soon');
  await page.getByRole('heading', { name: 'A filter could not be read' }).waitFor();
  await look(page, tools, 'ledger-refused');
  await page.goto('/ledger/3');
  await page.getByText('leads to the root of all').waitFor();
  await page.getByText(/The hashes on the way/).click();
  await look(page, tools, 'ledger-proof');
  await page.goto('/ledger');
  await page.getByText('Nobody has checked the whole record yet').waitFor();
  await page.getByRole('button', { name: 'Check the whole record' }).click();
  await until(page, 'Verified to #');
  await tools.shot(page, 'ledger-verified');
});

story('Counsel takes a paper out of the house', async (tools) => {
  const { page } = tools;
  await signIn(page, COUNSEL);
  const number = await anyCase(page);
  await page.goto('/reports');
  await look(page, tools, 'reports');
  await page.getByRole('link', { name: 'Case file' }).click();
  await page.getByLabel('Case', { exact: true }).fill('DN-1900-0001');
  await page.getByLabel('Regulator').check();
  tools.announce(422, '/reports');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('link', { name: 'There is no case with this number.' }).waitFor();
  assert.ok(await page.getByLabel('Regulator').isChecked(), 'nothing typed is lost');
  await look(page, tools, 'reports-refused');
  await page.getByLabel('Case', { exact: true }).fill(number);
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('link', { name: /^Download / }).first().waitFor();
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Download / }).first().click();
  const file = await coming;
  assert.match(file.suggestedFilename(), new RegExp(`^duenotice_${number}_\\d{8}T\\d{6}Z_\\d+\\.zip$`));
  assert.equal((await readFile(await file.path())).subarray(0, 2).toString(), 'PK');
  await page.getByText('What each profile shows').first().click();
  await page.goto('/reports');
  await until(page, 'Fetched by');
  await look(page, tools, 'reports-made');
});

story('What was known on a date', async (tools) => {
  const { page } = tools;
  await signIn(page, COUNSEL);
  const number = await anyCase(page);
  await page.goto(`/cases/${number}`);
  await page.getByRole('link', { name: 'As known then' }).click();
  await page.getByText('Nothing was recorded after it.').waitFor();
  const entries = await page.locator('.paper__timeline .number').allInnerTexts();
  const first = entries[1].trim();
  await page.getByLabel('As of', { exact: true }).fill(first);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByText(`The last entry counted is ${first}`).waitFor();
  assert.equal(await page.locator('.paper__timeline .number').count(), 2);
  await page.getByText('What came later is left out.').waitFor();
  await look(page, tools, 'as-of');
  await page.getByRole('button', { name: 'Export this' }).click();
  await page.waitForURL('**/reports#export-*');
  await page.getByText(`${number} as of entry ${first}`).first().waitFor();
  const handle = await page.goto('/customers').then(() => page.locator('main a[data-row]').first().getAttribute('href'));
  await page.goto(`${handle}/as-of`);
  await page.getByRole('heading', { level: 1, name: /as known now/ }).waitFor();
  await look(page, tools, 'as-of-customer');
});

story('All of it works without scripts', { javaScript: false }, async (tools) => {
  const { page } = tools;
  await signIn(page, COUNSEL);
  await page.goto('/reports?what=treatment_report');
  await page.locator('[name=profile][value=customer]').check();
  await page.getByLabel('A page to print (HTML)').check();
  await page.getByRole('button', { name: 'Make it' }).click();
  await until(page, 'SHA-256');
  await look(page, tools, 'reports-without-scripts');
  await page.goto('/dashboard');
  await page.getByText('The same as a table').first().click();
  await page.locator('details[open] table').first().waitFor();
});
