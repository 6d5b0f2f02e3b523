// Writing a notice: from a template with few hands, kept while it is written, with and without scripts; a deadline on a
// wall that jumps; a notice that takes the place of another; one that is withdrawn; letters and templates.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { watchHands } from '../lib/hands.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };

// Two days before the clocks of California jump.
const { story } = stage({ people: [ANALYST, LEAD], now: '2021-03-12T20:00:00Z' });

let cases = 0;

/** A customer with one complaint and an open case, each story its own. */
async function openCase({ visitor, desk }, analyst) {
  cases += 1;
  const name = `social-${cases}`;
  const lead = await visitor();
  await signIn(lead.page, LEAD.email);
  await lead.page.goto('/customers/new');
  await lead.page.locator('[name=handle]').fill(name);
  await lead.page.locator('[name=account]').fill(`47${cases}`);
  await lead.page.locator('[name=name]').fill(`${name} Inc.`);
  await lead.page.locator('[name=language]').selectOption('en');
  await lead.page.locator('[name=zone]').selectOption('America/Los_Angeles');
  await lead.page.locator('[name=contact_name]').fill('Legal');
  await lead.page.locator('[name=contact_email]').fill(`legal@${name}.example`);
  await lead.page.locator('[name=assets]').fill(`${name}.example`);
  await lead.page.locator('[name=assets_from]').fill('2020-03-02');
  await lead.page.getByRole('button', { name: /Add (the )?customer/ }).click();
  await lead.page.waitForURL(new RegExp(`/customers/${name}`));
  const token = (await desk.run(['token', 'add', name, '--scope', 'complaints:write'])).match(/dn_[\w-]+/)[0];
  const report = {
    xarf_version: '4.2.0',
    report_id: `1a5ec293-0849-40a4-9eba-d5926262ff0${cases}`,
    timestamp: '2021-03-12T18:00:00Z',
    reporter: { org: 'Watch for Peace', contact: 'desk@watch.example', domain: 'watch.example' },
    sender: { org: 'Watch for Peace', contact: 'desk@watch.example', domain: 'watch.example' },
    source_identifier: `${name}.example`,
    category: 'content',
    type: 'fraud',
    url: `https://${name}.example/post/88213`,
    description: 'The post gives an address and a time, and calls on readers to come armed.',
  };
  const sent = await fetch(`${desk.url}/api/v1/complaints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(report),
  });
  assert.equal(sent.status, 202);
  await analyst.goto('/inbox');
  await analyst.locator('main a[data-row]').first().click();
  await analyst.getByRole('link', { name: /Open a case/ }).first().click();
  await analyst.locator('[name=title]').fill('Calls for violence');
  const clause = (await analyst.locator('[name=clause] option').allInnerTexts()).find((text) => text.includes('3.2'));
  await analyst.locator('[name=clause]').selectOption({ label: clause });
  await analyst.locator('[name=severity][value=high]').check();
  await analyst.getByRole('button', { name: 'Open case' }).click();
  await analyst.waitForURL(/\/cases\/DN-2021-\d{4}$/);
  return { number: analyst.url().match(/DN-2021-\d{4}/)[0], name, lead };
}

/** Fills every gap as a person would who has no scripts: by writing over the whole field. */
async function fillByHand(page) {
  await page.locator('[name=findings]').fill('One post calls for violence against named people. We saw it on 12 March 2021, 11:00 PST.');
  await page.locator('[name=example]').fill('hxxps://example[.]example/post/88213\nAn address and a time.');
}

story('A notice is written from its template with few hands, and kept while it is written', async (given) => {
  const { page, context, axe, fits } = given;
  await signIn(page, ANALYST.email);
  const { number } = await openCase(given, page);
  const hands = await watchHands(context);
  await page.goto(`/cases/${number}`);
  await page.getByRole('button', { name: 'Keys' }).waitFor();
  hands.rest();

  await page.keyboard.press('t');
  await page.waitForURL(/notices\/new/);
  await page.getByText(/gaps are left to fill/).waitFor();
  await look(page, given, 'composer');
  const gaps = page.locator('ol.gaps a');
  assert.equal(await gaps.count(), 3, 'the reported place is known, three things only a person knows');
  for (let left = 3; left > 0; left -= 1) {
    await gaps.first().click();
    await page.keyboard.insertText(`Words of a person, ${left}`);
    await page.waitForFunction((rest) => document.querySelectorAll('ol.gaps a').length === rest, left - 1);
  }
  await page.getByText('No gap is left.').waitFor();
  assert.match(await page.locator('[name=findings]').inputValue(), /Words of a person, 3.*Words of a person, 2/s);
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByRole('button', { name: 'Send notice' }).click();
  await page.waitForURL(new RegExp(`/cases/${number}$`));
  assert.ok(hands.count <= 8, `${hands.count} keys and clicks: ${hands.did.join(' | ')}`);

  // Sixty seconds, counted where one can see it.
  await page.getByRole('button', { name: /Undo/ }).waitFor();
  assert.match(await page.locator('main').innerText(), /0 min \d\d s|1 min 00 s/);
  await page.getByRole('button', { name: /Undo/ }).click();
  await page.getByText(/took notice N-1 back|Taken back/).first().waitFor();

  // What is typed is kept, also when the window is closed.
  await page.goto(`/cases/${number}/notices/new`);
  await page.getByText('Nothing is saved yet.').waitFor();
  await page.getByRole('button', { name: 'Keys' }).waitFor();
  await page.locator('[name=consequence]').fill('We can suspend a part of it.');
  await page.getByText(/Draft 1, saved/).waitFor();
  await page.getByText(/One edit against the template: What can happen/).waitFor();
  const second = await context.newPage();
  await page.close();
  await second.goto(`/cases/${number}/notices/new`);
  assert.equal(await second.locator('[name=consequence]').inputValue(), 'We can suspend a part of it.');
  await second.getByText(/Draft 1, saved/).waitFor();

  // Requirements change places at once, without a page.
  await second.getByRole('button', { name: 'Keys' }).waitFor();
  const first = await second.locator('[name=requirement_1]').inputValue();
  const other = await second.locator('[name=requirement_2]').inputValue();
  await second.evaluate(() => { window.stayed = true; });
  await second.getByRole('button', { name: 'Up requirement 2' }).click();
  assert.equal(await second.locator('[name=requirement_1]').inputValue(), other);
  assert.equal(await second.locator('[name=requirement_2]').inputValue(), first);
  await second.getByRole('button', { name: 'Add another requirement' }).click();
  await second.locator('#requirement_4').waitFor();
  await second.locator('#requirement_4').fill('Tell us whom we can call.');
  await second.locator('#standing_4').fill('90');
  await second.getByRole('button', { name: 'Remove requirement 1' }).click();
  assert.equal(await second.locator('[name=requirement_3]').inputValue(), 'Tell us whom we can call.');
  assert.equal(await second.locator('#standing_3').inputValue(), '90');
  assert.equal(await second.evaluate(() => window.stayed), true);
  await second.getByText(/Draft [23], saved/).waitFor();
  await axe(second);
  await fits(second);
});

story('Without scripts and on a phone the composer does the same', { screen: 'phone', javaScript: false }, async (given) => {
  const { page, visitor, announce } = given;
  const helper = await visitor({ screen: 'wide', javaScript: true });
  await signIn(helper.page, ANALYST.email);
  const { number } = await openCase(given, helper.page);
  await signIn(page, ANALYST.email);
  const path = `/cases/${number}/notices/new`;
  await page.goto(path);
  await look(page, given, 'composer-plain');
  const first = await page.locator('[name=requirement_1]').inputValue();
  await page.getByRole('button', { name: 'Down requirement 1' }).click();
  assert.equal(await page.locator('[name=requirement_2]').inputValue(), first);
  await page.getByRole('button', { name: 'Add another requirement' }).click();
  await page.locator('[name=requirement_4]').fill('Tell us whom we can call.');
  await page.locator('[name=standing_4]').fill('30');
  await page.getByRole('button', { name: 'Remove requirement 3' }).click();
  assert.equal(await page.locator('[name=requirement_3]').inputValue(), 'Tell us whom we can call.');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText(/Draft \d+, saved/).waitFor();
  assert.equal(await page.locator('[name=standing_3]').inputValue(), '30');

  // Gaps stop it, and each leads to its field.
  announce(422, path);
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByRole('alert').getByRole('link', { name: /double brackets/ }).first().waitFor();
  await look(page, given, 'composer-gaps');
  await fillByHand(page);

  // A time that no wall shows, one that comes twice, and one that is very soon.
  await page.locator('[name=rule][value=wall]').check();
  await page.locator('[name=date]').fill('2021-03-14');
  await page.locator('[name=time]').fill('02:30');
  announce(422, path);
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByText(/The clocks jump over this time/).first().waitFor();
  await page.getByRole('button', { name: /^Take .*03:30/ }).click();
  assert.equal(await page.locator('[name=time]').inputValue(), '03:30');
  await page.locator('[name=date]').fill('2021-11-07');
  await page.locator('[name=time]').fill('01:30');
  announce(422, path);
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByText(/The clocks show this time twice/).first().waitFor();
  await page.locator('[name=fold][value=second]').check();
  await look(page, given, 'composer-doubled');
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByRole('button', { name: 'Send notice' }).waitFor();
  await page.getByRole('button', { name: 'Back to editing' }).click();
  await page.locator('[name=rule][value=months]').check();
  await page.locator('[name=months]').fill('13');
  announce(422, path);
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByText(/Write a number of months from 1 to 12/).first().waitFor();
  await page.locator('[name=months]').fill('1');
  await look(page, given, 'composer-months');
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByRole('button', { name: 'Send notice' }).waitFor();
  await page.getByText(/24:00 P/).first().waitFor();
  await page.getByRole('button', { name: 'Back to editing' }).click();
  await page.locator('[name=rule][value=hours]').check();
  await page.locator('[name=hours]').fill('5');
  announce(422, path);
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByText(/Say why the customer cannot have more/).first().waitFor();
  await page.locator('[name=short_reason]').fill('A date for violence is named.');
  await page.getByText('Choose from 1 reported place').click();
  await page.locator('[name=shown]').first().check();
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByText('against the template').first().waitFor();
  await look(page, given, 'composer-check');
  assert.match(await page.locator('main').innerText(), /We were told of these places:\s+- hxxps:\/\/social-\d\[\.\]example/);
  assert.doesNotMatch(await page.content(), /Watch for Peace|watch\.example/);
  await page.getByRole('button', { name: 'Send notice' }).click();
  await page.waitForURL(new RegExp(`/cases/${number}$`));
  await page.getByRole('button', { name: /Undo/ }).waitFor();
});

story('The time of a notice counts from the customer’s word, and without it a person is asked', { screen: 'wide' }, async (given) => {
  const { page, desk, visitor, announce } = given;
  await signIn(page, LEAD.email);
  const { number, name } = await openCase(given, page);
  const path = `/cases/${number}/notices/new`;
  await page.goto(path);
  await fillByHand(page);
  await page.locator('[name=anchor]').selectOption('confirmed');
  await page.locator('[name=rule][value=wall]').check();
  announce(422, path);
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByText(/A time on the wall is counted from nothing/).first().waitFor();
  await page.locator('[name=rule][value=hours]').check();
  await page.locator('[name=hours]').fill('24');
  await look(page, given, 'composer-anchor');
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByText('from when you confirm on the page of this notice').first().waitFor();
  await page.getByRole('button', { name: 'Send notice' }).click();
  await page.waitForURL(new RegExp(`/cases/${number}$`));
  await desk.advance(61);
  const link = (await desk.letter(`To the account ${name}`)).match(/\/n\/[\w-]{43}/)[0];
  const notice = `/cases/${number}/notices/1`;
  await page.goto(notice);
  await page.getByText('That has not come yet, so the deadline below is the earliest one.').waitFor();
  const first = await page.locator('.deadline time').first().getAttribute('datetime');

  await desk.setClock(first);
  await page.context().clearCookies();
  await signIn(page, LEAD.email);
  await page.goto(`/cases/${number}`);
  await until(page, 'came before what it counts from');
  await look(page, given, 'case-anchor-missed');
  await page.goto(notice);
  await page.getByText('The deadline has not passed, and nothing that burdens rests on it.').waitFor();
  await look(page, given, 'notice-anchor-missed');
  await page.goto('/for-you');
  await page.getByText('A deadline came before what it counts from').first().waitFor();

  const customer = await visitor({ screen: 'phone', javaScript: false });
  await customer.page.goto(link);
  await customer.page.getByText('This is the earliest end of your time').first().waitFor();
  await customer.page.getByText('Your time is not over').waitFor();
  await look(customer.page, given, 'customer-anchor');
  await customer.page.getByRole('button', { name: 'Confirm that you received this' }).click();
  await customer.page.getByText('you confirmed that you received our letter').first().waitFor();
  await page.goto(notice);
  const second = await page.locator('.deadline time').first().getAttribute('datetime');
  assert.ok(Date.parse(second) >= Date.parse(first) + 24 * 3600 * 1000, `${second} after ${first}`);
  await page.getByText(/^That came|\bThat came /).first().waitFor();
  await look(page, given, 'notice-anchor-reached');
  assert.match(await desk.run(['verify']), /sound/);
});

story('A notice is replaced, then withdrawn, and the customer is told each time', { dark: true }, async (given) => {
  const { page, desk, visitor, announce } = given;
  await signIn(page, ANALYST.email);
  const { number, name } = await openCase(given, page);
  const send = async (path, hours) => {
    await page.goto(path);
    await fillByHand(page);
    await page.locator('[name=hours]').fill(hours);
    await page.getByRole('button', { name: 'Check every word' }).click();
    await page.getByRole('button', { name: 'Send notice' }).click();
    await page.waitForURL(new RegExp(`/cases/${number}$`));
    await desk.advance(61);
  };
  await send(`/cases/${number}/notices/new`, '24');
  const first = await desk.letter(`To the account ${name}`);
  const link = first.match(/\/n\/[\w-]{43}/)[0];
  const code = first.match(/DN-[2-9A-Z]{4}-[2-9A-Z]{4}/)[0];

  await page.goto(`/cases/${number}/notices/1`);
  await page.getByRole('link', { name: 'Write a notice that replaces it' }).click();
  await page.waitForURL(/replaces=1/);
  await look(page, given, 'composer-replaces');
  assert.match(await page.locator('[name=findings]').inputValue(), /One post calls/);
  await page.locator('[name=hours]').fill('20');
  announce(422, `/cases/${number}/notices/new`);
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByText(/can give more, never less/).first().waitFor();
  await page.locator('[name=hours]').fill('48');
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByText('Takes the place of', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Send notice' }).click();
  await page.waitForURL(new RegExp(`/cases/${number}$`));
  await desk.advance(61);
  await desk.letter(`takes the place of notice ${code}`);

  // The old link leads to the new notice and says so; the old words can still be read.
  const customer = await visitor({ screen: 'phone', javaScript: false });
  await customer.page.goto(link);
  await customer.page.getByText(`Notice ${code} was replaced`).waitFor();
  await look(customer.page, given, 'replaced-notice');
  await customer.page.getByRole('link', { name: 'Read the notice that was replaced' }).click();
  await customer.page.getByText(`Notice ${code} no longer counts`).first().waitFor();
  await look(customer.page, given, 'replaced-words');

  await page.goto(`/cases/${number}/notices/2`);
  await page.getByText('Withdraw this notice').click();
  await page.locator('[name=reason]').fill('We named the wrong machine.');
  await page.getByRole('button', { name: 'Withdraw notice' }).click();
  await page.getByRole('heading', { name: 'Withdrawn' }).waitFor();
  const told = await desk.letter('no longer counts');
  assert.match(told, /In-Reply-To: </);
  await customer.page.goto(link);
  await customer.page.getByText('We named the wrong machine.').first().waitFor();

  // The outbox, and one letter of it.
  await page.goto('/letters');
  await page.getByRole('link', { name: /Accepted \d/ }).waitFor();
  await look(page, given, 'letters');
  await page.locator('main a[data-row]').first().click();
  await page.getByRole('heading', { name: 'The bytes that left' }).waitFor();
  await look(page, given, 'letter');
  assert.doesNotMatch(await page.content(), new RegExp(link.slice(3)), 'nobody here needs the secret part of the link');
});

story('A lead publishes a new edition of a template, and notices begin with it', async (given) => {
  const { page, announce, visitor } = given;
  await signIn(page, LEAD.email);
  await page.goto('/letters');
  await page.getByRole('link', { name: 'Templates of letters' }).click();
  await page.getByRole('link', { name: 'Request for information' }).first().click();
  await look(page, given, 'template');
  await page.getByRole('link', { name: 'Write a new edition' }).click();
  await page.locator('[name=consequence]').fill('Nothing happens by itself. {whatever}');
  announce(422, '/templates/information/en/new');
  await page.getByRole('button', { name: /Compare with/ }).click();
  await page.getByRole('alert').waitFor();
  await page.locator('[name=consequence]').fill('Nothing happens by itself. We may call you.');
  await page.getByRole('button', { name: /Compare with/ }).click();
  await page.getByRole('heading', { name: 'What edition 2 changes' }).waitFor();
  await look(page, given, 'template-compared');
  await page.getByRole('button', { name: 'Publish edition 2' }).click();
  await page.waitForURL(/\/templates\/information\/en$/);
  await page.getByText('edition 2.').first().waitFor();
  await look(page, given, 'template-edition-2');
  await page.goto('/templates');
  await look(page, given, 'templates');

  const phone = await visitor({ screen: 'phone' });
  await signIn(phone.page, ANALYST.email);
  for (const path of ['/templates', '/templates/moderation_plan/fr', '/letters', '/letters?stage=failed']) {
    await phone.page.goto(path);
    await look(phone.page, given, `papers${path.replaceAll(/\W+/g, '-')}`);
  }
  await phone.page.goto('/templates/information/en');
  assert.equal(await phone.page.getByRole('link', { name: 'Write a new edition' }).count(), 0);
});
