// Two people on one case, and a page that hears what happens while it is open.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };

const { story } = stage({ people: [ANALYST, LEAD], demo: true });

story('An open case tells who else is there and what they did', async (given) => {
  const { page, visitor } = given;
  const other = await visitor();
  await signIn(page, ANALYST.email);
  await signIn(other.page, LEAD.email);

  const number = (await page.goto('/cases').then(() => page.locator('main a[data-row]').first().getAttribute('href'))).split('/').pop();
  await page.goto(`/cases/${number}`);
  await page.getByText('Live', { exact: true }).waitFor();

  // The lead begins to write a notice; whoever opens the case then reads that.
  await other.page.goto(`/cases/${number}/notices/new`);
  await other.page.getByText('Live', { exact: true }).waitFor();
  await other.page.getByText('Here too: ').waitFor();
  await page.reload();
  await page.getByText('(writing a notice)').waitFor();
  await look(page, given, 'live-here-too');

  // A note by the lead is told to the analyst, who loses nothing of what is typed; one's own is no news.
  await page.locator('textarea[name=text]').first().fill('A thought that is not finished');
  await other.page.goto(`/cases/${number}`);
  await other.page.locator('textarea[name=text]').first().fill('The customer called; they are on it.');
  await other.page.getByRole('button', { name: 'Add note' }).click();
  await page.locator('.flash__say').waitFor();
  assert.match(await page.locator('.flash__say').innerText(), /note/);
  assert.equal(await page.locator('textarea[name=text]').first().inputValue(), 'A thought that is not finished');
  await look(page, given, 'live-news');
  assert.equal(await other.page.locator('.flash__say').count(), 0);
  await page.locator('textarea[name=text]').first().fill('');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByText('The customer called; they are on it.').waitFor();
});

story('A complaint that comes in is told in the inbox', { screen: 'phone' }, async (given) => {
  const { page, desk } = given;
  await signIn(page, ANALYST.email);
  await page.getByText('Live', { exact: true }).waitFor();
  await desk.run(['ingest', '-'], '{"xarf_version": "4.2.0"}');
  await page.locator('.flash__say').waitFor();
  await look(page, given, 'live-inbox');
});
