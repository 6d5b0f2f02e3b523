// Two admins: what gives more rights needs both of them.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const [ADA, BEA, ANN] = ['ada', 'bea', 'ann'].map((name) => `${name}@hosting.example`);
const { story } = stage({
  people: [{ email: ADA, role: 'admin' }, { email: BEA, role: 'admin' }, { email: ANN, role: 'analyst' }],
});

async function annsPage(page) {
  await page.goto('/people');
  await page.getByRole('link', { name: 'ann', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'ann' }).waitFor();
}

story('More rights wait until a second admin agrees, fewer act at once', async (tools) => {
  const { page, visitor } = tools;
  await signIn(page, ADA);
  await annsPage(page);
  await page.getByText('More rights need a second admin').waitFor();
  await page.locator('[name=role][value=lead]').check();
  await page.getByRole('button', { name: 'Change the role' }).click();
  await page.getByRole('heading', { name: 'ada proposed that ann becomes lead.' }).waitFor();
  await page.locator('dd', { hasText: 'Analyst' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Agree' }).count(), 0, 'nobody agrees to their own');

  const bea = await visitor();
  await signIn(bea.page, BEA);
  await bea.page.goto('/people');
  await bea.page.getByText('Lead proposed').waitFor();
  await look(bea.page, tools, 'roles-list');
  await annsPage(bea.page);
  await look(bea.page, tools, 'roles-proposed');
  await bea.page.getByRole('button', { name: 'Agree' }).click();
  await bea.page.locator('dd', { hasText: 'Lead' }).waitFor();

  await page.reload();
  await page.locator('[name=role][value=analyst]').check();
  await page.getByRole('button', { name: 'Change the role' }).click();
  await page.locator('dd', { hasText: 'Analyst' }).waitFor();

  await page.locator('[name=role][value=counsel]').check();
  await page.getByRole('button', { name: 'Change the role' }).click();
  await page.getByRole('button', { name: 'Put the proposal aside' }).click();
  await page.getByRole('heading', { name: 'ada proposed that' }).waitFor({ state: 'detached' });
});
