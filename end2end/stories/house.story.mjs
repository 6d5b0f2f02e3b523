// The pages of the house itself: a key for a machine, a new clause, what waits for the reader, whom one looks for, and
// the way to each of them from the bar.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const [ADMIN, LEAD, COUNSEL] = ['ada@hosting.example', 'lee@hosting.example', 'cleo@hosting.example'];
const { story } = stage({
  demo: true,
  people: [{ email: ADMIN, role: 'admin' }, { email: LEAD, role: 'lead' }, { email: COUNSEL, role: 'counsel' }],
});

/** From the menu of the bar, as somebody does who does not know the address. */
async function fromTheMenu(page, name) {
  await page.locator('summary.bar__link').click();
  await page.locator('.menu__list').getByRole('link', { name, exact: false }).first().click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

story('An admin makes a key for a machine, and it is shown this once', async (tools) => {
  const { page, announce } = tools;
  await signIn(page, ADMIN);
  await page.goto('/people');
  await page.getByRole('link', { name: 'Make a key' }).click();
  await look(page, tools, 'token-new');
  announce(422, '/tokens/new');
  await page.getByRole('button', { name: 'Make the key' }).click();
  await page.getByRole('alert').waitFor();
  await look(page, tools, 'token-refused');
  await page.getByLabel('Which machine is it for?').fill('mail gateway');
  await page.locator('[name=scope][value="complaints:write"]').check();
  await page.getByRole('button', { name: 'Make the key' }).click();
  await page.getByText('It is shown this once and kept nowhere.').waitFor();
  await look(page, tools, 'token-made');
  await page.getByRole('link', { name: 'People' }).first().click();
  await page.getByRole('rowheader', { name: 'mail gateway' }).waitFor();
});

story('Holds, templates and imports are found in the bar', async (tools) => {
  const { page } = tools;
  await signIn(page, LEAD);
  await page.goto('/cases');
  await fromTheMenu(page, 'Litigation holds');
  await look(page, tools, 'holds');
  await fromTheMenu(page, 'Templates');
  await fromTheMenu(page, 'Import');
  await page.goto('/policy/new');
  await look(page, tools, 'policy-new');
  await page.goto('/go');
  await look(page, tools, 'go');
  await page.goto('/go?q=nothing-is-called-this');
  await look(page, tools, 'go-nothing');
  await page.goto('/time-requests');
  await look(page, tools, 'time-requests');
});

story('A customer is looked for, and what waits for approval stands in the bar', async (tools) => {
  const { page } = tools;
  await signIn(page, COUNSEL);
  await page.goto('/customers');
  await look(page, tools, 'customers');
  const field = page.getByRole('searchbox', { name: 'Handle, name, account or address' });
  await field.fill('example-so');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.waitForURL('**/customers?q=example-so');
  const found = page.locator('tbody tr');
  assert.ok(await found.count() >= 1);
  for (const row of await found.all()) assert.match(await row.innerText(), /example-so/);
  await field.fill('nobody-is-called-this');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.getByText('No customer is found by this.').waitFor();
  await look(page, tools, 'customers-none');
  await page.getByRole('link', { name: 'Show all customers' }).click();

  await page.goto('/decisions?for=me');
  await look(page, tools, 'decisions-for-me');
  const waiting = await page.locator('tbody tr').count();
  const bar = page.locator('.bar__nav').getByRole('link', { name: /^Approvals/ });
  assert.equal(await bar.count(), waiting > 0 ? 1 : 0, 'the bar counts what the list shows');
  if (waiting > 0) assert.equal((await bar.innerText()).replace(/\D/g, ''), String(waiting));
});
