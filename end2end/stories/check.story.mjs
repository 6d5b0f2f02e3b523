// A journalist holds a letter: the genuine one is confirmed, and one changed word in it is caught. On a phone, without
// JavaScript, in both languages.

import assert from 'node:assert/strict';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const { story } = stage({ demo: true, now: '2026-03-12T12:00:00Z' });

/** The words of a mail, without its headers, its other half and what is attached. */
function words(mail) {
  let part = mail;
  for (;;) {
    const from = part.search(/\r?\n\r?\n/);
    const boundary = part.slice(0, from).match(/boundary="?([^"\r\n;]+)/)?.[1];
    if (!boundary) return part.slice(from).trim();
    part = part.split(`--${boundary}`)[1].replace(/^\r?\n/, '');
  }
}

story('A leaked letter is checked on a phone', { screen: 'phone', javaScript: false }, async (tools) => {
  const { page, desk, announce } = tools;
  const mail = (await desk.letters()).filter((letter) => /Its code is DN-/.test(letter)).at(-1);
  assert.ok(mail, 'the demonstration has sent a notice in English');
  // The demonstration was made before its server had an address of its own.
  const letter = words(mail).replace(/http:\/\/[^/\s]+\/n\//, `${desk.url}/n/`);
  const code = letter.match(/Its code is (DN-[\w]{4}-[\w]{5})/)[1];

  await page.goto('/check');
  await look(page, tools, 'check');
  assert.equal(await page.locator('script[src*=".js"], link[href*=".wasm"]').count() > 1, false, 'a plain page');
  announce(422, '/check');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('link', { name: 'Type the code, paste the letter, or choose its file.' }).waitFor();
  await look(page, tools, 'check-empty');

  await page.locator('textarea[name="text"]').fill(letter);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('our letter, word for word').waitFor();
  await page.getByText(code).first().waitFor();
  await look(page, tools, 'check-real');

  await page.locator('textarea[name="text"]').fill(letter.replace('person', 'robot'));
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('differs from our letter in 1 place').waitFor();
  assert.equal((await page.locator('mark').textContent()).trim(), 'not ours: robot');
  await look(page, tools, 'check-differs');

  // The same notice as a PDF, as the customer has it from their page.
  await page.goto(letter.match(/http:\/\/\S+\/n\/\S+/)[0]);
  const paper = page.getByRole('link', { name: /PDF/ }).first();
  const got = await page.request.get(new URL(await paper.getAttribute('href'), page.url()).href);
  assert.equal(got.status(), 200);
  assert.match(got.headers()['content-type'], /^application\/pdf/);
  const pdf = await got.body();
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  await page.goto('/check');
  await page.locator('input[type="file"]').setInputFiles({ name: 'notice.pdf', mimeType: 'application/pdf', buffer: pdf });
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('word for word').waitFor();
  await look(page, tools, 'check-pdf');

  // The same letter as a mail program keeps it, and with a word changed in it.
  const isNotice = (bytes) => bytes.toString('latin1').replace(/=\r?\n/g, '').includes(code);
  const found = (await desk.mails()).filter(isNotice).at(0).toString('latin1').replace(/=\r?\n/g, '');
  const kept = Buffer.from(found.replaceAll(/http:\/\/[^/\s"]+\/n\//g, `${desk.url}/n/`), 'latin1');
  const choose = (buffer) => page.locator('input[type="file"]').setInputFiles({ name: 'letter.eml', mimeType: 'message/rfc822', buffer });
  await page.goto('/check');
  await choose(kept);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('our letter, word for word').waitFor();
  await page.goto('/check');
  await choose(Buffer.from(kept.toString('latin1').replaceAll('Please answer each', 'Please reply to each'), 'latin1'));
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('differs from our letter in 1 place').waitFor();
  await page.goto('/check');
  await choose(Buffer.from('%PDF-1.7 no letter'));
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('link', { name: /^This (file|PDF) cannot be read here/ }).waitFor();
  await look(page, tools, 'check-unread');

  // Two signs exchanged, as on the telephone.
  const signs = [...code];
  const other = signs.findLastIndex((sign, place) => place > 8 && sign !== signs.at(-1));
  [signs[other], signs[signs.length - 1]] = [signs.at(-1), signs[other]];
  await page.goto('/check');
  await page.getByLabel(/Code of the notice/).fill(signs.join(''));
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('link', { name: /^One sign of this code is wrong/ }).waitFor();
  await look(page, tools, 'check-mistyped');

  await page.goto('/check?lang=fr');
  await page.getByLabel(/Code de l’avis/).fill('dn 2345 6789');
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await page.getByRole('heading', { name: 'Nous ne pouvons pas le confirmer' }).waitFor();
  await look(page, tools, 'check-unknown-fr');
});
