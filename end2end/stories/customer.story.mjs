// Two customers with a notice, each with the link from their letter: one on a phone, one who reads French.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { answer, digits, receiptOf, typeDigits } from '../lib/answering.mjs';
import { look as lookAll } from '../lib/look.mjs';
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

async function look(page, tools, name) {
  assert.doesNotMatch(await page.content(), SECRET);
  await lookAll(page, tools, name);
}

/** So many events does the record hold. */
async function events(desk) {
  return Number((await desk.run(['verify'])).match(/([\d,]+) events/)[1].replaceAll(',', ''));
}

/** After a start the rounds catch up with what waited; how long the ledger is once they wrote nothing more. */
async function settled(desk) {
  for (let before = -1; ;) {
    const now = await events(desk);
    if (now === before) return now;
    before = now;
    const round = await desk.run(['verify', '--json']);
    assert.equal(JSON.parse(round).sound, true);
  }
}

const MANNERS = [
  ['scripts', { screen: 'phone' }],
  ['plain', { screen: 'phone', javaScript: false }],
];

for (const [name, options] of MANNERS) {
  story(`A notice is whole, and opening it changes nothing: ${name}`, options, async (given) => {
    const { page, desk } = given;
    const before = await settled(desk);
    await page.goto(await lantern(desk));
    const main = page.getByRole('main');
    const order = ['Answer by', 'For example', 'Answer this notice', 'Ask for more time', 'Or call a person',
      'If you do not answer by then', 'We ask', 'What we ask, in full', 'What we found', 'The rule', 'Your data', 'Your rights', 'Is this notice genuine?', 'What has happened'];
    const text = await main.innerText();
    const places = order.map((words) => text.indexOf(words));
    assert.ok(places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1])), `${order}: ${places}`);
    await page.getByText(/\d+ hours? \d+ minutes? left|\d+ minutes? left/).first().waitFor();

    // Whoever is woken at night sees what matters without moving a finger.
    for (const words of [/lantern-shop/, /Answer by/, /For example/, /Ask for more time/, /Or call a person/]) {
      const box = await main.getByText(words).first().boundingBox();
      assert.ok(box && box.y + box.height <= 844, `${words} is on the first screen: ${box?.y}`);
    }

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
  await page.getByRole('button', { name: 'Check your answer' }).click();

  assert.match(await page.title(), /^Error: /);
  await page.getByRole('alert').getByText('There are 3 problems').waitFor();
  assert.equal(await first.getByLabel('In your own words').inputValue(), 'We clean the folder.\n\n</textarea><b>Bold</b>');
  // The file has arrived already, and stays.
  await page.getByText('log.txt').first().waitFor();
  await look(page, given, 'answer-refused');
  await page.getByRole('link', { name: '1. Give the date by which it will be done.' }).click();
  await first.getByLabel('By which day?').fill('2026-03-14');

  // Somebody closes the window. What was written is still there the next morning.
  await page.getByRole('button', { name: 'Save and go on later' }).click();
  await page.getByText(/^Saved \d\d:\d\d$/).waitFor();
  await page.goto(`${path}/answer`);
  assert.equal(await first.getByLabel('By which day?').inputValue(), '2026-03-14');
  await page.getByLabel('Your name').fill('Robin Lantern');
  await page.getByLabel('Your role').fill('Owner');
  await page.getByLabel('I may answer for this account').check();
  await page.getByRole('button', { name: 'Check your answer' }).click();
  await page.waitForURL(/\/answer\/check/);
  await page.getByText('log.txt').waitFor();
  await look(page, given, 'answer-check');
  await page.getByRole('button', { name: 'Send your answer' }).click();
  await page.waitForURL(/\/code\/A-/);
  const number = receiptOf(page);
  await look(page, given, 'answer-code');

  // A wrong code costs a try, and nothing else.
  const right = await digits(desk, number);
  announce(422, `${path}/code/${number}`);
  await page.locator('[name=code]').fill(right === '111111' ? '222222' : '111111');
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await page.getByText('You have 4 tries left').first().waitFor();
  await look(page, given, 'answer-code-wrong');
  await typeDigits(page, desk, number);
  await page.waitForURL(/\/receipts\/A-/);
  const receipt = await page.getByRole('main').innerText();
  assert.match(receipt, /Thursday 12 March 2026, \d\d:\d\d:\d\d/);
  assert.match(receipt, /before the deadline: on time/);
  assert.match(receipt, /Saturday 14 March 2026/);
  assert.match(receipt, /<\/textarea><b>Bold<\/b>/);
  assert.match(receipt, /Robin Lantern, Owner/);
  assert.ok(receipt.replaceAll(/\s/g, '').includes(createHash('sha256').update(file.buffer).digest('hex')));
  await look(page, given, 'receipt');

  await page.getByRole('link', { name: 'Back to the notice' }).click();
  await page.getByRole('heading', { name: 'You answered this notice' }).waitFor();
  await page.getByRole('link', { name: 'Add to your answer' }).waitFor();
});

story('A file that is too large is said before it leaves, a line that drops loses nothing, and a second answer adds to the first', { screen: 'phone' }, async (given) => {
  const { page, desk } = given;
  const path = `${await brume(desk)}/answer`;
  await page.goto(`${path}?lang=en`);
  const first = page.getByRole('group', { name: /^1\./ });
  await first.getByLabel('It is done').check();
  await first.getByLabel('In your own words').fill('The sending has stopped.');
  await page.getByLabel('Your name').fill('Alix Brume');
  await page.getByLabel('I may answer for this account').check();

  // A file that is too large is said beside the button, before anything is sent.
  const files = page.getByLabel('Lists, plans, pictures');
  const check = () => page.getByRole('button', { name: 'Check your answer' }).click();
  await files.setInputFiles({ name: 'all.zip', mimeType: 'application/zip', buffer: Buffer.alloc((25 << 20) + 1) });
  await check();
  await page.getByText('Too large, so nothing was sent: all.zip').waitFor();
  await files.setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b\n') });

  // The train goes into a tunnel.
  await page.route(`**${path}*`, (route) => route.abort('connectionaborted'), { times: 1 });
  await check();
  await page.getByText('What you wrote is still here: please send it again').waitFor();
  assert.equal(await first.getByLabel('In your own words').inputValue(), 'The sending has stopped.');
  const one = await answer(page, desk);
  await page.getByText('list.csv').waitFor();

  await page.goto(`${path}?lang=en`);
  await page.getByText(`This adds to your answer ${one}`).waitFor();
  await page.getByText(`What you wrote in ${one}`).click();
  await page.getByText('The sending has stopped.').waitFor();
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Alix Brume');
  await first.getByLabel('It is done').check();
  await first.getByLabel('In your own words').fill('The sending has stopped, and the list is deleted.');
  await page.getByLabel('I may answer for this account').check();
  assert.notEqual(await answer(page, desk), one);
});

story('What is written is kept by itself', { screen: 'phone' }, async (given) => {
  const { page, desk } = given;
  const path = `${await lantern(desk)}/answer`;
  await page.clock.install();
  await page.goto(path);
  await page.getByRole('group', { name: /^2\./ }).getByLabel('In your own words').fill('Half a sent');
  await page.clock.runFor(21_000);
  await page.getByText(/^Saved \d\d:\d\d$/).waitFor();
  await page.goto(path);
  assert.equal(await page.getByRole('group', { name: /^2\./ }).getByLabel('In your own words').inputValue(), 'Half a sent');
});

story('A French customer reads French, and may choose English', { dark: true, locale: 'fr-FR' }, async (given) => {
  const { page, desk } = given;
  const path = await brume(desk);
  await page.goto(path);
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  await page.getByRole('heading', { name: 'À répondre avant' }).waitFor();
  await page.getByText(/^Il reste /).waitFor();
  // The citation is the only thing in another language, and says so.
  const text = (await page.getByRole('main').innerText()).replace(await page.locator('main [lang=en]').innerText(), '');
  assert.doesNotMatch(text, /\b(the|and|you|your|of|we|is|this|with)\b/i);
  await look(page, given, 'notice-french');
  await page.getByRole('link', { name: /Répondre à cet avis|Compléter votre réponse/ }).click();
  await look(page, given, 'answer-french');
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Check your answer' }).waitFor();
  await page.getByRole('link', { name: 'Back to the notice' }).click();
  await page.getByText('The words of the notice itself are in French').waitFor();
});

story('A receipt is confirmed once, by a button', async ({ page, desk }) => {
  await page.goto(`${await brume(desk)}?lang=en`);
  const button = page.getByRole('button', { name: 'Confirm that you received this' });
  if (await button.count()) await button.click();
  await page.getByText('You confirmed that you received this notice').waitFor();
});

story('A link that leads nowhere gets one calm page, whatever is wrong with it', async (given) => {
  const { page, desk, announce } = given;
  const path = await lantern(desk);
  const wrong = [`${path}x`, '/n/nothing', `${path}/receipts/A-2222-2222`, `${path}x/answer`, '/report/received/C-x'];
  const bodies = new Set();
  for (const one of wrong) {
    announce(404, one);
    await page.goto(one);
    bodies.add(await page.getByRole('main').innerText());
  }
  assert.equal(bodies.size, 1);
  await look(page, given, 'gone');
  await page.goto('/report/received/C-1?lang=fr');
  announce(404, '/n/rien');
  await page.goto('/n/rien?lang=fr');
  await page.getByRole('heading', { name: 'Il n’y a rien à cette adresse' }).waitFor();
});

story('The countdown ends, and a late answer is taken and marked', { screen: 'phone' }, async (given) => {
  const { page, desk } = given;
  const path = await lantern(desk);
  await page.goto(path);
  const due = await page.locator('.deadline time').getAttribute('datetime');
  await desk.setClock(new Date(Date.parse(due) - 2_000));
  await page.clock.install();
  await page.goto(path);
  await page.clock.runFor(3_000);
  await page.getByText('The time has come').first().waitFor();

  await desk.setClock(new Date(Date.parse(due) + 90_000));
  await page.reload();
  await page.getByText('The deadline has passed').first().waitFor();
  await page.getByText('You can still answer').waitFor();
  await page.getByRole('link', { name: /Answer this notice|Add to your answer/ }).click();
  const second = page.getByRole('group', { name: /^2\./ });
  await second.getByLabel('We disagree').check();
  await second.getByLabel('In your own words').fill('The server was not ours that day.');
  await page.getByLabel('Your name').fill('Robin Lantern');
  await page.getByLabel('I may answer for this account').check();
  await answer(page, desk);
  await page.getByText('1 minute after the deadline: marked as late').waitFor();
  await look(page, given, 'receipt-late');
  assert.match(await desk.run(['verify']), /sound/);
});
