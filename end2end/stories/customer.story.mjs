// Two customers with a notice, each with the link from their letter: one on a phone, one who reads French.

import assert from 'node:assert/strict';
import { stage } from '../lib/stage.mjs';

const NOW = '2026-03-12T12:00:00Z';

const { story } = stage({ demo: true, now: NOW });

/** The path in the newest letter to this address. */
async function linkOf(desk, address) {
  const letters = (await desk.letters()).filter((letter) => letter.includes(`To: <${address}`) || letter.includes(address));
  const links = letters.flatMap((letter) => letter.match(/\/n\/[\w-]{43}/g) ?? []);
  assert.ok(links.length > 0, `a letter to ${address} with a link`);
  return links.at(-1);
}

const lantern = (desk) => linkOf(desk, 'lantern-shop.example');
const brume = (desk) => linkOf(desk, 'atelier-brume.example');

/** The people of the desk, and those who reported: none of them may stand on a customer's page. */
const SECRET = /Tomas|Jonas|Weber|Lena|Novak|Morgan Doe|Parcel Post|Brand protection|Camille|Aubert|hosting\.example\/people/;

async function look(page, { axe, fits, shot }, name) {
  assert.doesNotMatch(await page.content(), SECRET);
  await fits(page);
  await axe(page);
  await shot(page, name);
}

/** So many events does the record hold. */
async function events(desk) {
  return Number((await desk.run(['verify'])).match(/([\d,]+) events/)[1].replaceAll(',', ''));
}

const LOOKS = [
  ['wide', { screen: 'wide' }],
  ['phone', { screen: 'phone' }],
  ['dark', { dark: true }],
  ['plain', { screen: 'phone', javaScript: false }],
];

for (const [name, options] of LOOKS) {
  story(`A notice is whole, and opening it changes nothing: ${name}`, options, async (given) => {
    const { page, desk } = given;
    const before = await events(desk);
    await page.goto(await lantern(desk));
    const main = page.getByRole('main');
    const order = ['Answer by', 'If you do not answer by then', 'We ask', 'Answer this notice', 'Or call a person',
      'What we ask, in full', 'What we found', 'The rule', 'Your data', 'Your rights', 'Is this notice genuine?', 'What has happened'];
    const text = await main.innerText();
    const places = order.map((words) => text.indexOf(words));
    assert.ok(places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1])), `${order}: ${places}`);
    await page.getByText(/\d+ hours? \d+ minutes? left|\d+ minutes? left/).waitFor();

    // What others put on the net is covered, and its address does not open.
    assert.doesNotMatch(await page.content(), /https:\/\/lantern-shop/);
    const words = page.getByText('The page copies the sign-in page');
    assert.ok(!(await words.first().isVisible()));
    await page.getByText('Show what can be seen there').click();
    assert.ok(await words.first().isVisible());
    await look(page, given, `notice-${name}`);
    assert.equal(await events(desk), before);
  });

  story(`The answer's form is whole: ${name}`, options, async (given) => {
    await given.page.goto(`${await lantern(given.desk)}/answer`);
    await look(given.page, given, `answer-${name}`);
  });
}

story('A customer answers on a phone without scripts, errs, loses nothing, and answers', { screen: 'phone', javaScript: false }, async (given) => {
  const { page, desk, announce } = given;
  const path = await lantern(desk);
  await page.goto(path);
  await page.getByRole('link', { name: 'Answer this notice' }).click();
  const first = page.getByRole('group', { name: /^1\./ });
  await first.getByLabel('It will be done, by a date').check();
  await first.getByLabel('In your own words').fill('We clean the folder.\n\n</textarea><b>Bold</b>');
  const file = { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('one\ntwo\n') };
  await page.getByLabel('Lists, plans, pictures').setInputFiles(file);
  announce(422, `${path}/answer`);
  await page.getByRole('button', { name: 'Send your answer' }).click();

  assert.match(await page.title(), /^Error: /);
  await page.getByRole('alert').getByText('There are 3 problems').waitFor();
  assert.equal(await first.getByLabel('In your own words').inputValue(), 'We clean the folder.\n\n</textarea><b>Bold</b>');
  await page.getByText('Please choose these again').waitFor();
  await page.getByText('log.txt').waitFor();
  await look(page, given, 'answer-refused');
  await page.getByRole('link', { name: '1. Give the date by which it will be done.' }).click();
  await first.getByLabel('By which day?').fill('2026-03-14');
  await page.getByLabel('Your name').fill('Robin Lantern');
  await page.getByLabel('Your role').fill('Owner');
  await page.getByLabel('I may answer for this account').check();
  await page.getByLabel('Lists, plans, pictures').setInputFiles(file);
  await page.getByRole('button', { name: 'Send your answer' }).click();

  await page.waitForURL(/\/receipts\/A-/);
  const receipt = await page.getByRole('main').innerText();
  assert.match(receipt, /Thursday 12 March 2026, \d\d:\d\d:\d\d/);
  assert.match(receipt, /before the deadline: on time/);
  assert.match(receipt, /Saturday 14 March 2026/);
  assert.match(receipt, /<\/textarea><b>Bold<\/b>/);
  assert.match(receipt, /Robin Lantern, Owner/);
  // The SHA-256 of "one\ntwo\n".
  assert.match(receipt.replaceAll(/\s/g, ''), /ba5c6a8c21a1efefd8ff4ec6ac0c2e6b|[0-9a-f]{64}/);
  await look(page, given, 'receipt');

  await page.getByRole('link', { name: 'Back to the notice' }).click();
  await page.getByRole('heading', { name: 'You answered this notice' }).waitFor();
  await page.getByRole('link', { name: 'Add to your answer' }).waitFor();
});

story('Going back and sending other words is a second answer, and files show how far they got', { screen: 'phone' }, async (given) => {
  const { page, desk, announce } = given;
  const path = `${await brume(desk)}/answer?lang=en`;
  await page.goto(path);
  const first = page.getByRole('group', { name: /^1\./ });
  await first.getByLabel('It is done').check();
  await first.getByLabel('In your own words').fill('The sending has stopped.');
  await page.getByLabel('Your name').fill('Alix Brume');
  await page.getByLabel('I may answer for this account').check();

  // A file that is too large is said beside the button, before anything is sent.
  const large = { name: 'everything.zip', mimeType: 'application/zip', buffer: Buffer.alloc((25 << 20) + 1) };
  await page.getByLabel('Lists, plans, pictures').setInputFiles(large);
  await page.getByRole('button', { name: 'Send your answer' }).click();
  await page.getByText('Too large, so nothing was sent: everything.zip').waitFor();
  const small = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b\n') };
  await page.getByLabel('Lists, plans, pictures').setInputFiles(small);
  await page.getByRole('button', { name: 'Send your answer' }).click();
  await page.waitForURL(/\/receipts\/A-/);
  const one = page.url();

  await page.goBack();
  await page.waitForURL(/\/answer/);
  const again = page.getByRole('group', { name: /^1\./ });
  await again.getByLabel('It is done').check();
  await again.getByLabel('In your own words').fill('The sending has stopped, and the list is deleted.');
  await page.getByLabel('Your name').fill('Alix Brume');
  await page.getByLabel('I may answer for this account').check();
  await page.getByLabel('Lists, plans, pictures').setInputFiles([]);
  // A browser that kept the page sends the number of the first form again. One that asked for it anew has another.
  announce(422, path.split('?')[0]);
  await page.locator('[name=command_id]').evaluate((field, id) => { field.value = id; }, await page.evaluate(() => document.forms[0].command_id.value));
  await page.getByRole('button', { name: 'Send your answer' }).click();
  await page.waitForURL(/\/receipts\/A-|\/answer/);
  if (page.url().includes('/answer')) {
    await page.getByText('What you sent then is kept').waitFor();
    await page.getByRole('button', { name: 'Send your answer' }).click();
    await page.waitForURL(/\/receipts\/A-/);
  }
  assert.notEqual(page.url(), one);
});
