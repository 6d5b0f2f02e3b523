// After a decision: a customer on a phone, without an account and without scripts, objects to it and asks about their data,
// in French and in English; the team answers.

import assert from 'node:assert/strict';
import { receiptOf, typeDigits } from '../lib/answering.mjs';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'ada@hosting.example', role: 'analyst' };
const COUNSEL = { email: 'cora@law.example', role: 'counsel' };

const { story } = stage({ demo: true, people: [ANALYST, COUNSEL], now: '2026-03-12T12:00:00Z' });

/** The people of the desk, and those who reported: none of them may stand on a customer's page. */
const SECRET = /ada@|cora@|Mara|Lindqvist|Tomás|Ferreira|Ines|Varga|River League|Orchard Pictures/;

// A part of this customer's account has been off for two hours.
async function linkOf(desk, address = 'stream-harbor.example') {
  const letters = (await desk.letters()).filter((letter) => letter.includes(address));
  return letters.flatMap((letter) => letter.match(/\/n\/[\w-]{43}/g) ?? [])[0];
}

async function clean(page) {
  assert.doesNotMatch(await page.content(), SECRET);
  assert.equal(await page.locator('script[type=module], link[rel=modulepreload]').count(), 0, 'no WebAssembly here');
}

const phone = { screen: 'phone', javaScript: false };

story('An appeal in French, from the notice to the receipt', phone, async (tools) => {
  const { page, desk, announce } = tools;
  const path = await linkOf(desk);
  await page.goto(`${path}?lang=fr`);
  await look(page, tools, 'later-notice-french');
  // Whoever was cut off finds the way on beside what was decided, on the first screen.
  const way = page.getByRole('link', { name: 'Contester', exact: true }).first();
  const box = await way.boundingBox();
  assert.ok(box && box.y + box.height <= 844, `the appeal is on the first screen: ${box?.y}`);
  await way.click();
  await page.getByRole('heading', { level: 1, name: 'Contester une décision' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  await clean(page);
  await look(page, tools, 'appeal-form-french');

  const grounds = 'La licence existe depuis janvier.\n\n« Voir la pièce jointe » <b>gras</b>';
  await page.getByLabel('Que devrions-nous changer').fill(grounds);
  announce(422, `${path}/appeal`);
  await page.getByRole('button', { name: 'Envoyer votre recours' }).click();
  assert.match(await page.title(), /^Erreur/);
  await page.getByRole('alert').getByRole('link', { name: 'Indiquez votre nom.' }).waitFor();
  assert.equal(await page.getByLabel('Que devrions-nous changer').inputValue(), grounds);
  await look(page, tools, 'appeal-refused-french');

  await page.getByLabel('Votre nom').fill('Alix Rivière');
  await page.getByLabel('Je peux contester pour ce compte').check();
  await page.getByLabel('Fichiers').setInputFiles({ name: 'licence.txt', mimeType: 'text/plain', buffer: Buffer.from('Licence 4711') });
  await page.getByRole('button', { name: 'Envoyer votre recours' }).click();
  await page.waitForURL(/\/code\/AP-/);
  await look(page, tools, 'appeal-code-french');
  await typeDigits(page, desk, receiptOf(page));
  await page.waitForURL(/\/appeals\/AP-/);
  await page.getByRole('heading', { name: 'Nous avons reçu votre recours' }).waitFor();
  assert.match(await page.getByRole('main').innerText(), /<b>gras<\/b>/);
  await page.getByText('licence.txt').waitFor();
  await clean(page);
  await look(page, tools, 'appeal-receipt-french');
});

story('The same in English: it waits, is added to, and is answered by somebody who had no part in it', phone, async (tools) => {
  const { page, desk, visitor, announce } = tools;
  const path = await linkOf(desk);
  await page.goto(`${path}?lang=en`);
  await page.getByRole('heading', { name: 'Your appeals' }).waitFor();
  await look(page, tools, 'later-notice');
  await page.getByRole('link', { name: /^AP-/ }).click();
  const receipt = receiptOf(page);
  announce(422, `${path}/appeals/${receipt}`);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('In your own words').fill('The contract is with our lawyer; she sends it tomorrow.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('You wrote').waitFor();

  const counsel = await visitor({ screen: 'wide', javaScript: true });
  await signIn(counsel.page, COUNSEL.email);
  await counsel.page.goto('/appeals');
  await counsel.page.getByRole('row', { name: /stream-harbor/ }).locator('a[data-row]').first().click();
  await counsel.page.getByText('she sends it tomorrow').first().waitFor();
  await counsel.page.getByRole('button', { name: 'Give it to them' }).click();
  await counsel.page.locator('[name=verdict]').first().waitFor();
  await look(counsel.page, tools, 'appeal-staff');
  await counsel.page.locator('[name=verdict][value=upheld]').check();
  await counsel.page.locator('[name=reasons]').fill('No licence was shown for the match of Sunday.');
  await counsel.page.getByRole('button', { name: /^Decide appeal/ }).click();
  await counsel.page.locator('main').getByText('No licence was shown').first().waitFor();

  await page.reload();
  await page.getByText('No licence was shown for the match of Sunday.').first().waitFor();
  await clean(page);
  await look(page, tools, 'appeal-decided');
});

story('Where nothing was decided the pages say so, and lead back', phone, async (tools) => {
  const { page, desk } = tools;
  const path = await linkOf(desk, 'lantern-shop.example');
  for (const [place, english, french] of [
    ['appeal', 'There is no decision here', 'Il n’y a pas ici de décision'],
    ['data', 'no data is kept aside', 'aucune donnée n’est mise de côté'],
  ]) {
    await page.goto(`${path}/${place}?lang=fr`);
    await page.getByText(french).waitFor();
    await page.goto(`${path}/${place}?lang=en`);
    await page.getByText(english).waitFor();
    await look(page, tools, `${place}-none`);
    await page.getByRole('link', { name: 'Back to the notice' }).click();
    await page.getByRole('link', { name: 'Answer this notice' }).waitFor();
  }
});

story('A copy of the data is asked for in both languages, and the answer stands on the page', phone, async (tools) => {
  const { page, desk, visitor, announce } = tools;
  const path = await linkOf(desk);
  await page.goto(`${path}/data?lang=fr`);
  await page.getByRole('heading', { level: 1, name: 'Vos données' }).waitFor();
  await look(page, tools, 'data-form-french');
  announce(422, `${path}/data`);
  await page.getByRole('button', { name: 'Envoyer votre demande' }).click();
  assert.match(await page.title(), /^Erreur/);
  for (const sentence of ['Choisissez ce que vous demandez.', 'Dites de quoi vous avez besoin, et pour quand.', 'Indiquez votre nom.']) {
    await page.getByRole('alert').getByRole('link', { name: sentence }).waitFor();
  }
  await look(page, tools, 'data-refused-french');

  await page.goto(`${path}?lang=en`);
  await page.getByRole('link', { name: 'Ask about your data' }).first().click();
  await look(page, tools, 'data-form');
  await page.locator('[name=wanted][value=copy]').check();
  await page.getByLabel('What do you need, and by when?').fill('The folder of the website, by Friday, please.');
  await page.getByLabel('Your name').fill('Alix Rivière');
  await page.locator('[name=authority]').check();
  await page.getByRole('button', { name: 'Send your request' }).click();
  await page.getByRole('heading', { name: 'Your requests about your data' }).waitFor();
  await look(page, tools, 'data-asked');

  const staff = await visitor({ screen: 'wide', javaScript: true });
  await signIn(staff.page, ANALYST.email);
  await staff.page.goto('/cases?view=all&customer=stream-harbor');
  await staff.page.locator('main a[data-row]').first().click();
  await staff.page.getByText('by Friday, please').first().waitFor();
  await staff.page.getByText('Answer this request').click();
  const answer = staff.page.getByRole('button', { name: /^Answer DR-/ });
  const action = new URL(await staff.page.locator('form', { has: answer }).getAttribute('action'), desk.url).pathname;
  staff.announce(422, action);
  await answer.click();
  await staff.page.getByRole('alert').waitFor();
  await look(staff.page, tools, 'data-answer-refused');
  await staff.page.locator('[name=granted][value=yes]').check();
  await staff.page.getByLabel('How, or why').fill('The archive lies at your panel until 20 March.');
  await answer.click();
  await staff.page.locator('#data').getByText('Provided').waitFor();
  await page.reload();
  await page.getByText('The archive lies at your panel').waitFor();
  await clean(page);
  assert.match(await desk.run(['verify']), /sound/);
});
