// The night on which the server was down: what was missed asks a person. And a clock that somebody set.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const LEAD = { email: 'watch@hosting.example', role: 'lead' };
const ANALYST = { email: 'reads@hosting.example', role: 'analyst' };

const { story } = stage({ demo: true, people: [LEAD, ANALYST], now: '2021-01-08T20:00:00Z' });

story('The server was down over the hour of a suspension', async (given) => {
  const { page, desk, visitor } = given;
  await signIn(page, LEAD.email);
  await page.goto('/decisions?stage=approved');
  const row = page.locator('tr', { has: page.locator('[data-row]') }).last();
  const path = await row.locator('[data-row]').getAttribute('href');
  const instants = await row.locator('time').evaluateAll((all) => all.map((one) => one.dateTime));
  const hour = new Date(instants.sort().at(-1));
  await page.goto(path);
  assert.ok(hour > desk.now, `${path} is still to come, at ${hour}`);

  // Down from nine minutes before to half an hour after.
  await desk.advance((hour - desk.now) / 1000 - 540);
  await signIn(page, LEAD.email);
  await page.goto('/rounds');
  await until(page, 'Not in doubt');
  // An open page would notice that its line is cut.
  await page.goto('about:blank');
  await desk.stop();
  await desk.advance(540 + 1800);
  const begun = Date.now();
  await desk.serve();

  // Nobody is signed in any more after half an hour.
  await signIn(page, LEAD.email);
  await page.goto('/rounds');
  await until(page, 'No rounds were made for a while');
  const strip = page.locator('.strip').filter({ hasText: 'No rounds were made from' });
  await strip.waitFor();
  // Promised are five seconds. They are told and not asserted: a machine that does much else is no fault of the desk.
  console.log(`The strip was read ${(Date.now() - begun) / 1000} s after the start, signing in included.`);
  await look(page, given, 'rounds-away');
  await page.goto(path);
  await until(page, 'Its hour passed');
  await page.getByText('No rounds were made from').last().waitFor();
  await look(page, given, 'rounds-missed');

  // An analyst reads it; who may says that somebody has looked.
  const analyst = await visitor();
  await signIn(analyst.page, ANALYST.email);
  await analyst.page.goto('/rounds');
  await analyst.page.getByText('A lead or an admin looks at it and says so.').waitFor();
  assert.equal(await analyst.page.getByRole('button', { name: 'I have looked at what waits' }).count(), 0);
  await page.goto('/rounds');
  await page.getByRole('button', { name: 'I have looked at what waits' }).click();
  await page.getByText('Somebody looked at it').waitFor();
  assert.equal(await strip.count(), 0);
  await page.goto('/ledger');
  await page.getByText('No rounds were made from').first().waitFor();

  // Somebody sets the clock of the machine an hour forward.
  await desk.jump(3600);
  await signIn(page, LEAD.email);
  await page.goto('/rounds');
  await until(page, 'The clock is in doubt');
  await look(page, given, 'rounds-doubt');
  await signIn(analyst.page, ANALYST.email);
  await analyst.page.goto('/inbox');
  await analyst.page.getByText('The clock went forward by 1 h 00 min that did not pass.').waitFor();
  await page.getByRole('button', { name: 'The clock is right now' }).click();
  await until(page, 'Not in doubt');
  assert.equal(await page.locator('.strip').filter({ hasText: 'The clock went' }).count(), 0);
});
