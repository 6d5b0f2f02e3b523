// An analyst who works in French: chosen once, and from then on every page, refusal and event speaks it.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const LEAD = 'lena@hosting.example';
const { story } = stage({ demo: true, people: [{ email: LEAD, role: 'lead' }] });

/** The page says that it is French, and its bar does. */
async function isFrench(page, heading) {
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  const bar = await page.getByRole('navigation', { name: 'Principal' }).innerText();
  assert.match(bar, /Boîte de réception/);
  assert.doesNotMatch(bar, /Inbox|Cases|Customers|Dashboard/);
}

story('A lead changes the language, and the desk follows', async (tools) => {
  const { page, announce } = tools;
  await signIn(page, LEAD);
  await page.goto('/account');
  await page.getByLabel('Français').check();
  await page.getByRole('button', { name: 'Keep these settings' }).click();
  await page.getByText('Vos réglages sont enregistrés.').waitFor();
  await isFrench(page, 'Votre compte');
  await look(page, tools, 'french-account');

  await page.goto('/inbox');
  await isFrench(page, 'Boîte de réception');
  await page.getByRole('columnheader', { name: 'Gravité' }).waitFor();
  // What the islands say comes with the page.
  await page.getByRole('button', { name: 'Touches' }).click();
  await page.getByRole('dialog', { name: 'Touches' }).getByText('Ligne suivante').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('tbody input[type=checkbox]').first().check();
  await page.getByText(/^C-\d+ coché$/).waitFor();
  await page.locator('tbody input[type=checkbox]').first().uncheck();
  await look(page, tools, 'french-inbox');

  await page.goto('/cases');
  await isFrench(page, 'Dossiers');
  await look(page, tools, 'french-cases');
  await page.locator('main a[data-row]').first().click();
  await page.getByRole('heading', { name: 'Chronologie' }).waitFor();
  await page.getByText(/a ouvert le dossier DN-/).first().waitFor();
  assert.doesNotMatch(await page.locator('.timeline').innerText(), / opened case | sent notice /);
  await look(page, tools, 'french-case');

  await page.goto('/complaints/new');
  await isFrench(page, 'Nouveau signalement');
  announce(422, '/complaints/new');
  await page.getByRole('button', { name: 'Consigner le signalement' }).click();
  await page.getByRole('heading', { name: 'Il y a un problème' }).waitFor();
  assert.match(await page.title(), /^Erreur\u00a0: Nouveau signalement/);
  assert.doesNotMatch(await page.locator('.errors').innerText(), /Choose|Write|Give/);
  await look(page, tools, 'french-refused');

  await page.goto('/ledger');
  await isFrench(page, 'Registre');
  await look(page, tools, 'french-ledger');
  await page.goto('/dashboard');
  await isFrench(page, 'Tableau de bord');
  await look(page, tools, 'french-dashboard');
});

story('A notice is written in French, on a phone too', async (tools) => {
  const { page } = tools;
  await signIn(page, LEAD);
  await page.goto('/account');
  await page.getByLabel('Français').check();
  await page.getByRole('button', { name: /^(Keep these settings|Garder ces réglages)$/ }).click();
  await page.getByText('Vos réglages sont enregistrés.').waitFor();
  await page.goto('/cases?stage=open');
  await page.locator('main a[data-row]').first().click();
  const address = new URL(page.url()).pathname;
  await page.goto(`${address}/notices/new`);
  await isFrench(page, 'Écrire un avis');
  await page.getByText('Rien ne part avant que vous en ayez lu chaque mot').waitFor();
  await page.getByRole('heading', { name: 'Le brouillon' }).waitFor();
  await look(page, tools, 'french-composer');
});
