// Emergencies and what goes wrong with letters: a measure that nobody confirms is called out twice and lapses; a notice
// whose letters all came back carries nothing until a lead has found that it arrived another way.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { addCustomer, openCase } from '../lib/cases.mjs';
import { signIn } from '../lib/door.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };
const MINUTE = 60_000;

/** Sessions end with each jump of the clock, so nobody may be listening while it happens. */
async function jump(desk, to, ...pages) {
  for (const page of pages) await page.goto('about:blank');
  await desk.setClock(to);
}

describe('a measure', () => {
  const { story } = stage({ people: [ANALYST, LEAD], now: '2021-01-08T20:00:00Z' });

  story('A measure that nobody confirms is called out twice, and lapses after twelve hours', async (given) => {
    const { page, desk, visitor } = given;
    const lead = await visitor();
    await signIn(lead.page, LEAD.email);
    await addCustomer(lead.page, { handle: 'forge-host' });
    await signIn(page, ANALYST.email);
    const path = await openCase(page, { customer: 'forge-host', title: 'A page that collects passwords', clause: '4.1' });
    await page.getByRole('link', { name: /Emergency/ }).click();
    await page.locator('[name=emergency][value=phishing]').check();
    await page.locator('[name=facts]').fill('The page collects passwords of a bank. Seen at 19:40 UTC.');
    await page.locator('[name=asset]').first().check();
    await page.locator('[name=part]').fill('https://forge-host.example/bank/');
    await page.locator('[name=handle]').fill('forge-host');
    await page.getByRole('button', { name: 'Switch it off now' }).click();
    await page.waitForURL(/\/measures\/1$/);
    await page.getByText('No alarm yet: the first goes to leads after 6 hours.').waitFor();
    await page.getByText('Why not confirm? You took this measure').waitFor();
    assert.match(await desk.letter('Emergency: we switched off'), /legal@forge-host\.example/);

    // Six hours, eleven, twelve: a minute before each nothing has happened.
    const taken = desk.now.getTime();
    const letters = async (words) => (await desk.letters()).filter((letter) => letter.includes(words)).length;
    const measure = async () => {
      // Some of the jumps outlast the session, others do not.
      await page.context().clearCookies();
      await signIn(page, ANALYST.email);
      await page.goto(`${path}/measures/1`);
    };
    await jump(desk, new Date(taken + (6 * 60 - 1) * MINUTE), page, lead.page);
    await measure();
    await page.getByText('No alarm yet').waitFor();
    assert.equal(await letters('Alarm: M-1 waits for a second person'), 0);
    await jump(desk, new Date(taken + 6 * 60 * MINUTE), page);
    assert.match(await desk.letter('Alarm: M-1 waits for a second person'), /lead@hosting\.example/);
    await measure();
    await until(page, 'The first alarm went to leads.');
    // Every page of the team shows it until then.
    await page.goto('/dashboard');
    await page.getByRole('region', { name: 'Alarms' }).getByText('waits for a second person until').waitFor();
    await look(page, given, 'emergency-alarm');
    await jump(desk, new Date(taken + 11 * 60 * MINUTE), page);
    await desk.letter('Last alarm: M-1 waits for a second person');
    await measure();
    await until(page, 'Both alarms went to leads.');
    await look(page, given, 'emergency-last-alarm');
    await jump(desk, new Date(taken + 12 * 60 * MINUTE - 1), page);
    await measure();
    assert.equal(await page.getByText('nobody confirmed it').count(), 0, 'never early');

    await jump(desk, new Date(taken + 12 * 60 * MINUTE), page);
    await desk.letter('The emergency measure M-1 is over');
    await measure();
    await until(page, 'nobody confirmed it. What was off runs again, by instruction.');
    await look(page, given, 'emergency-lapsed');
    await page.goto('/dashboard');
    assert.equal(await page.getByRole('region', { name: 'Alarms' }).count(), 0);
    await page.goto(path);
    await page.getByText('lapsed').first().waitFor();
    await look(page, given, 'emergency-case');

    // The lead comes too late, and is told so.
    await signIn(lead.page, LEAD.email);
    await lead.page.goto(`${path}/measures/1`);
    await lead.page.getByText('Lapsed').first().waitFor();
    assert.equal(await lead.page.getByRole('button', { name: /Confirm measure/ }).count(), 0);
    // The same facts carry no second one.
    await page.goto(`${path}/measures/new`);
    await page.locator('[name=emergency][value=phishing]').check();
    await page.locator('[name=facts]').fill('The page is still there.');
    await page.locator('[name=asset]').first().check();
    await page.locator('[name=handle]').fill('forge-host');
    given.announce(422, `${path}/measures`);
    await page.getByRole('button', { name: 'Switch it off now' }).click();
    await page.getByRole('alert').waitFor();
    await look(page, given, 'emergency-again-refused');
    assert.match(await desk.run(['verify']), /sound/);
  });
});

describe('a letter', () => {
  const { story } = stage({ demo: true, people: [ANALYST, LEAD], now: '2026-03-12T12:00:00Z' });

  story('A notice whose letters came back carries nothing until a lead found that it arrived another way', async (given) => {
    const { page, desk, visitor } = given;
    await signIn(page, ANALYST.email);
    await page.goto('/letters?stage=failed');
    await page.getByRole('row', { name: /mill-radio/ }).first().waitFor();
    await look(page, given, 'letters-failed');
    await page.goto('/customers/mill-radio');
    await page.locator('main a[href^="/cases/DN-"]').first().click();
    await page.waitForURL(/\/cases\/DN-/);
    const path = new URL(page.url()).pathname;
    await page.goto(`${path}/notices/1`);
    await page.getByText('No letter of it arrived').waitFor();
    await page.getByText('A lead or counsel can record that it reached the customer otherwise.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Record the finding' }).count(), 0, 'an analyst cannot');
    await look(page, given, 'letter-bounced');

    // The time runs out, and still nothing may be switched off.
    const due = new Date(await page.locator('.deadline time').first().getAttribute('datetime'));
    await jump(desk, new Date(due.getTime() + MINUTE), page);
    await signIn(page, ANALYST.email);
    await page.goto(path);
    await until(page, 'passed');
    await page.goto(`${path}/decision`);
    const why = page.getByText('No letter of the notice arrived, and no lead has found');
    await why.waitFor();
    await look(page, given, 'letter-bounced-why-not');

    // The second channel is a person on the telephone.
    const lead = await visitor();
    await signIn(lead.page, LEAD.email);
    await lead.page.goto(`${path}/notices/1`);
    lead.announce(422, `${path}/notices/1/delivery`);
    await lead.page.getByRole('button', { name: 'Record the finding' }).click();
    await lead.page.getByRole('alert').waitFor();
    await look(lead.page, given, 'letter-finding-refused');
    await lead.page.getByLabel('How do you know that it reached them?').fill('Read out on the telephone on 11 March at 18:20 to the director of the station, who wrote the number down.');
    await lead.page.getByRole('button', { name: 'Record the finding' }).click();
    await lead.page.getByText('A lead found that it reached the customer all the same').waitFor();
    await look(lead.page, given, 'letter-found');
    await page.goto(path);
    await page.locator('.timeline').getByText('Read out on the telephone').first().waitFor();
    await page.goto(`${path}/decision`);
    assert.equal(await why.count(), 0);
    await page.locator('[name=outcome][value=partial_suspension]').check();
    assert.match(await desk.run(['verify']), /sound/);
  });
});
