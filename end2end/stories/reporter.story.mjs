// Whoever reports something gets a receipt by mail, a page that says how it stands, and the outcome with what can be done
// about it. No account, no script.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = 'ada@hosting.example';

const { story } = stage({ people: [{ email: ANALYST, role: 'analyst' }], now: '2026-03-12T12:00:00Z' });

story('From the report to its outcome', { screen: 'phone', javaScript: false, locale: 'fr-FR' }, async (tools) => {
  const { page, desk, visitor, announce } = tools;
  await page.goto('/report');
  await page.getByLabel('Adresses', { exact: true }).fill('hxxps://bad[.]example/login');
  await page.getByLabel('Hameçonnage').check();
  await page.getByLabel('Ce que vous avez vu').fill('Une copie de la page de ma banque.');
  await page.getByLabel('Votre nom').fill('Zoé Martin');
  await page.getByLabel('Votre adresse électronique').fill('zoe@courrier.example');
  await page.getByLabel('Je pense de bonne foi').check();
  await page.getByRole('button', { name: 'Envoyer le signalement' }).click();
  await page.waitForURL('**/status/**');
  await page.getByRole('heading', { name: 'Nous avons reçu votre signalement' }).waitFor();
  const number = (await page.locator('.receipt__number').innerText()).trim();
  await look(page, tools, 'status-new');
  assert.equal(await page.locator('script[type=module], link[rel=modulepreload], link[as=fetch]').count(), 0, 'no WebAssembly and nothing that loads it');
  assert.doesNotMatch(await page.content(), /Zoé|courrier\.example/);

  // The letter has the same link.
  const receipt = await desk.letter(`Accusé de réception de votre signalement ${number}`);
  const link = receipt.match(/\/status\/[\w-]{43}/)[0];
  await page.goto(`${link}?lang=en`);
  await page.getByRole('heading', { name: 'We have received your report' }).waitFor();

  const analyst = await visitor({ screen: 'wide', javaScript: true, locale: 'en-GB' });
  await signIn(analyst.page, ANALYST);
  await analyst.page.goto(`/complaints/${number.slice(2)}`);
  await analyst.page.getByText('Reject this complaint').click();
  await analyst.page.getByLabel('Why is there nothing to do?').fill('Internal words about it.');
  await analyst.page.getByRole('button', { name: `Reject ${number}` }).click();
  await analyst.page.getByText('Rejected, because:').waitFor();

  await page.reload();
  await page.getByRole('heading', { name: 'We are working on your report' }).waitFor();
  await desk.advance(3700);
  const outcome = await desk.letter(`Suite donnée à votre signalement ${number}`);
  assert.match(outcome, /article 21/);
  assert.doesNotMatch(outcome, /Internal words/);
  await page.goto(link);
  await page.getByRole('heading', { name: 'Nous n’avons pris aucune mesure' }).waitFor();
  await page.getByText('règlement (UE) 2022/2065, article 21').waitFor();
  assert.doesNotMatch(await page.content(), /Internal words|ada@/);
  await look(page, tools, 'status-outcome');

  announce(404, `/status/${'x'.repeat(43)}`);
  await page.goto(`/status/${'x'.repeat(43)}`);
});
