// A journalist holds a letter: the genuine one is confirmed, and one changed word in it is caught. On a phone, without
// JavaScript, in both languages.

import assert from 'node:assert/strict';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const { story } = stage({ demo: true, now: '2026-03-12T12:00:00Z' });

/** The words of a mail, without its headers and its other half. */
function words(mail) {
  const from = mail.search(/\r?\n\r?\n/);
  const boundary = mail.slice(0, from).match(/boundary="?([^"\r\n;]+)/)?.[1];
  const part = boundary ? mail.split(`--${boundary}`)[1] : mail;
  return part.slice(part.search(/\r?\n\r?\n/)).trim();
}

story('A leaked letter is checked on a phone', { screen: 'phone', javaScript: false }, async (tools) => {
  const { page, desk, announce } = tools;
  const mail = (await desk.letters()).filter((letter) => /Its code is DN-/.test(letter)).at(-1);
  assert.ok(mail, 'the demonstration has sent a notice in English');
  // The demonstration was made before its server had an address of its own.
  const letter = words(mail).replace(/http:\/\/[^/\s]+\/n\//, `${desk.url}/n/`);
  const code = letter.match(/Its code is (DN-[\w]{4}-[\w]{4})/)[1];

  await page.goto('/check');
  await look(page, tools, 'check');
  assert.equal(await page.locator('script[src*=".js"], link[href*=".wasm"]').count() > 1, false, 'a plain page');
  announce(422, '/check');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('link', { name: 'Type the code, or paste the letter.' }).waitFor();
  await look(page, tools, 'check-empty');

  await page.getByLabel('The letter').fill(letter);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('our letter, word for word').waitFor();
  await page.getByText(code).first().waitFor();
  await look(page, tools, 'check-real');

  await page.getByLabel('The letter').fill(letter.replace('person', 'robot'));
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('differs from our letter in 1 place').waitFor();
  assert.equal((await page.locator('mark').textContent()).trim(), 'not ours: robot');
  await look(page, tools, 'check-differs');

  await page.goto('/check?lang=fr');
  await page.getByLabel(/Code de l’avis/).fill('dn 2345 6789');
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await page.getByRole('heading', { name: 'Nous ne pouvons pas le confirmer' }).waitFor();
  await look(page, tools, 'check-unknown-fr');
});
