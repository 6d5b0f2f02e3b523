// Somebody outside reports something. No account, no script, and nobody learns more than they should.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = 'ada@hosting.example';

const { story } = stage({ people: [{ email: ANALYST, role: 'analyst' }], now: '2026-03-12T12:00:00Z' });

/** So many events does the record hold. */
async function events(desk) {
  return Number((await desk.run(['verify'])).match(/([\d,]+) events/)[1].replaceAll(',', ''));
}

const MANNERS = [
  ['english', '', {}],
  ['french', '?lang=fr', { screen: 'phone', javaScript: false }],
];

for (const [name, query, options] of MANNERS) {
  story(`The report page is whole: ${name}`, options, async (given) => {
    await given.page.goto(`/report${query}`);
    await look(given.page, given, `report-${name}`);
  });
}

story('A report is refused for what is missing, loses nothing, and is taken', { screen: 'phone', javaScript: false, locale: 'fr-FR' }, async (given) => {
  const { page, desk, announce, visitor } = given;
  // A browser that prefers French is answered in French.
  await page.goto('/report');
  await page.getByRole('heading', { name: 'Signaler un abus' }).waitFor();
  await page.getByLabel('Adresses', { exact: true }).fill('hxxps://bad[.]example/login\n203.0.113.9');
  await page.getByLabel('Quand l’avez-vous vu').fill('2026-03-11T18:30');
  announce(422, '/report');
  await page.getByRole('button', { name: 'Envoyer le signalement' }).click();
  assert.match(await page.title(), /^Erreur/);
  for (const sentence of ['Choisissez ce qui ne va pas.', 'Dites ce que vous avez vu', 'Choisissez l’endroit dont c’est l’heure.',
    'Indiquez votre nom.', 'Indiquez votre adresse e-mail.', 'Confirmez que vous pensez de bonne foi']) {
    await page.getByRole('alert').getByRole('link', { name: sentence }).waitFor();
  }
  assert.equal(await page.getByLabel('Adresses', { exact: true }).inputValue(), 'hxxps://bad[.]example/login\n203.0.113.9');
  assert.equal(await page.getByLabel('Quand l’avez-vous vu').inputValue(), '2026-03-11T18:30');
  await look(page, given, 'report-refused');

  await page.getByLabel('Hameçonnage').check();
  await page.getByLabel('Ce que vous avez vu').fill('Une copie de la page de ma banque.');
  await page.getByLabel('À l’heure de quel endroit').selectOption('Europe/Paris');
  await page.getByLabel('Votre nom').fill('Zoé Martin');
  await page.getByLabel('Votre adresse électronique').fill('zoe@courrier.example');
  await page.getByLabel('Je pense de bonne foi').check();
  await page.getByLabel('Fichiers').setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') });
  await page.getByRole('button', { name: 'Envoyer le signalement' }).click();
  // The link itself is the receipt.
  await page.waitForURL(/\/status\/[\w-]{43}/);
  const number = (await page.locator('.receipt__number').innerText()).trim();
  assert.match(number, /^C-\d+$/);
  assert.doesNotMatch(await page.content(), /Zoé|courrier|page\.png/);
  await look(page, given, 'report-received');

  // The number alone tells nobody anything: each gets the same words.
  const words = async () => (await page.getByRole('main').innerText()).replaceAll(/C-\d+/g, 'C');
  await page.goto(`/report/received/${number}?lang=fr`);
  const mine = await words();
  await page.goto('/report/received/C-999999?lang=fr');
  assert.equal(await words(), mine);

  // The team finds it, with the hour in Paris turned into UTC and the addresses as they are.
  const analyst = await visitor({ screen: 'wide', javaScript: true, locale: 'en-GB' });
  await signIn(analyst.page, ANALYST);
  await analyst.page.goto(`/complaints/${number.slice(2)}`);
  const seen = await analyst.page.getByRole('main').innerText();
  assert.match(seen, /bad\[\.\]example/);
  assert.match(seen, /17:30/);
  assert.match(seen, /Zoé Martin/);
  assert.match(seen, /page\.png/);
});

story('Child abuse is reported without a name, and never with pictures', { javaScript: false }, async (given) => {
  const { page, desk, announce } = given;
  await page.goto('/report');
  const warning = page.getByText('Do not send us the pictures');
  assert.ok(!(await warning.isVisible()));
  await page.getByLabel('Sexual abuse of children').check();
  assert.ok(await warning.isVisible());
  await page.getByLabel('Addresses').fill('hxxp://bad[.]example/x');
  await page.getByLabel('What you saw').fill('Pictures of children.');
  await page.getByLabel('I believe in good faith').check();
  await page.getByLabel('Files').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') });
  const before = await events(desk);
  announce(422, '/report');
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.getByRole('alert').getByText('We did not keep those').waitFor();
  assert.equal(await events(desk), before);
  assert.doesNotMatch(await page.content(), /x\.png/);
  await look(page, given, 'report-child');
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.waitForURL('**/status/**');
  assert.ok(await events(desk) > before);
});

story('Who fills the field that nobody sees is thanked, and nothing is kept', { javaScript: false }, async ({ page, desk }) => {
  await page.goto('/report');
  const trap = page.locator('.form__trap');
  assert.ok((await trap.boundingBox()).width <= 1);
  const before = await events(desk);
  const form = Object.fromEntries(await page.locator('form input[type=hidden]').evaluateAll((all) => all.map((one) => [one.name, one.value])));
  const answer = await page.request.post('/report', { form: { ...form, homepage: 'http://buy.example', locations: 'http://bad.example' }, headers: { origin: desk.url } });
  assert.equal(answer.status(), 200);
  assert.match(answer.url(), /\/report\/received\/C-\d+/);
  assert.equal(await events(desk), before);
});
