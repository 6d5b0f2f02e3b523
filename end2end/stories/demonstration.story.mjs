// The desk that a new user opens: 200 customers, 3,000 complaints, cases in every stage. No page of it is broken, empty
// without a reason, or wider than its screen, and its record verifies.

import assert from 'node:assert/strict';
import { wear } from '../lib/browser.mjs';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const LEAD = 'lena@hosting.example';
const ADMIN = 'alma@hosting.example';
const COUNSEL = 'cora@law.example';

const { story } = stage({
  demo: 'full',
  people: [{ email: LEAD, role: 'lead' }, { email: ADMIN, role: 'admin' }, { email: COUNSEL, role: 'counsel' }],
});

/** So many pages of one kind are opened: the first of a list are as good as all. */
const OF_A_KIND = 2;
const FILES = /^\/evidence\/|^\/log\/|\.(csv|json|jsonl|zip|html|svg|txt|eml)$|\/(file|raw|message|proof)$/;

/** The kind of a page: its path with what names one thing taken out. */
function kind(path) {
  return path
    .split('/')
    .map((part, place) => (/\d/.test(part) || (place === 2 && path.startsWith('/customers/') && part !== 'new') ? '*' : part))
    .join('/');
}

async function walk(tools, email) {
  const { page, axe, fits } = tools;
  await signIn(page, email);
  const waiting = ['/'];
  const known = new Set(waiting);
  const opened = new Map();
  while (waiting.length > 0) {
    const path = waiting.shift();
    const count = opened.get(kind(path)) ?? 0;
    if (count >= OF_A_KIND) continue;
    opened.set(kind(path), count + 1);
    const answer = await page.goto(path);
    assert.ok(answer.ok(), `${path} answered ${answer.status()}`);
    const main = page.locator('main');
    const words = (await main.innerText()).trim();
    assert.ok(words.length > 20, `${path} says next to nothing`);
    assert.doesNotMatch(words, /lorem ipsum|undefined|\bNaN\b|\bNone\(|Some\(|\{\}/i, path);
    for (const empty of await main.locator('.empty').all()) {
      assert.ok((await empty.locator('.empty__why').count()) > 0, `${path} has an empty place without its reason`);
    }
    await fits(page);
    if (count === 0) {
      await axe(page);
      await wear(page, { screen: 'phone', dark: false });
      await fits(page);
      await wear(page, { screen: 'wide', dark: false });
    }
    const links = await page.locator('a[href]:not([download])').evaluateAll((all) => all.map((one) => one.href));
    for (const link of links) {
      const url = new URL(link);
      if (url.origin !== new URL(page.url()).origin || FILES.test(url.pathname) || url.pathname === '/sign-out') continue;
      if (known.has(url.pathname)) continue;
      known.add(url.pathname);
      waiting.push(url.pathname);
    }
  }
  return opened;
}

story('The record of a demonstration verifies, and every stage has its cases', async ({ desk }) => {
  assert.equal(JSON.parse(await desk.run(['verify', '--json'])).sound, true);
  const cases = JSON.parse(await desk.run(['cases', '--json']));
  assert.ok(cases.length >= 140, `${cases.length} cases`);
  const stages = new Set(cases.map((one) => one.stage));
  for (const stage of ['open', 'notice_running', 'answered', 'weighed', 'overdue', 'proposed', 'scheduled', 'needs_person', 'in_force', 'stayed', 'closed']) {
    assert.ok(stages.has(stage), `no case is ${stage}: ${[...stages]}`);
  }
});

story('A lead finds no page broken or empty without a reason', async (tools) => {
  const opened = await walk(tools, LEAD);
  assert.ok(opened.size > 40, `only ${opened.size} kinds of pages: ${[...opened.keys()].join(' ')}`);
  console.log(`${[...opened.values()].reduce((sum, one) => sum + one, 0)} pages of ${opened.size} kinds`);
  for (const [path, name] of [['/', 'home'], ['/inbox', 'inbox'], ['/cases', 'cases'], ['/customers', 'customers'], ['/dashboard', 'dashboard']]) {
    await tools.page.goto(path);
    await look(tools.page, tools, `demonstration-${name}`);
  }
});

story('Nor does an admin', async (tools) => {
  const opened = await walk(tools, ADMIN);
  assert.ok(opened.size > 10, `only ${opened.size} kinds of pages: ${[...opened.keys()].join(' ')}`);
});

// One job is made after the other, and checking a record of this size takes a while: whatever is asked for then, waits.
story('An export is cancelled while it waits', async (tools) => {
  const { page } = tools;
  await signIn(page, COUNSEL);
  await page.goto('/ledger');
  await page.getByRole('button', { name: 'Check the whole record' }).click();
  await page.goto('/reports?what=ledger_extract');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.waitForURL(/\/reports#export-/);
  const extract = page.locator('#made ~ ul > li', { hasText: 'Ledger extract' });
  await extract.getByText('Waits for those before it').waitFor();
  await look(page, tools, 'reports-waiting');
  await extract.getByRole('button', { name: /^Cancel/ }).click();
  await page.waitForURL('**/reports#made');
  await extract.getByText('Cancelled', { exact: true }).waitFor();
  assert.equal(await extract.getByRole('link', { name: /^Download / }).count(), 0, 'there is no file');
  await look(page, tools, 'reports-cancelled');
});
