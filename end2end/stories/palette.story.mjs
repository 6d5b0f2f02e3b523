// Ctrl K: to any page, case, customer or complaint, and to what the page at hand offers.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const LEAD = 'lena@hosting.example';
const { story } = stage({ demo: true, people: [{ email: LEAD, role: 'lead' }] });

async function awake(page) {
  await page.getByRole('button', { name: 'Keys' }).waitFor();
}

async function open(page) {
  await page.keyboard.press('Control+k');
  const input = page.getByRole('combobox', { name: 'Where to, or what to do' });
  await input.waitFor();
  return input;
}

const chosen = (page) => page.locator('#palette [role=option][aria-selected=true]');

for (const [name, options] of [['wide', {}], ['dark', { dark: true }]]) {
  story(`The palette leads anywhere from the keyboard, ${name}`, options, async (tools) => {
    const { page } = tools;
    await signIn(page, LEAD);
    await page.goto('/cases');
    await awake(page);
    const href = await page.locator('main a[data-row]').first().getAttribute('href');
    const number = href.split('/').pop();

    const input = await open(page);
    await page.locator('#palette').getByText('New complaint').waitFor();
    await look(page, tools, `palette-${name}`);
    await input.fill(number.toLowerCase());
    await chosen(page).getByText(number).waitFor();
    assert.equal(await input.getAttribute('aria-activedescendant'), await chosen(page).getAttribute('id'));
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === href);
    await awake(page);

    // What the page offers stands on top, and is only gone to.
    await open(page);
    await page.keyboard.type('note');
    await page.getByRole('group', { name: 'On this page' }).getByRole('option').first().waitFor();
    await look(page, tools, `palette-act-${name}`);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.name), 'text');

    // Recent ones, without the page one is on; the arrows go round; Escape leaves.
    await page.goto('/inbox');
    await awake(page);
    await open(page);
    await page.locator('#palette').getByText('Recent').first().waitFor();
    await page.keyboard.press('ArrowUp');
    assert.equal(await chosen(page).count(), 1);
    await page.keyboard.press('ArrowDown');
    assert.equal(await chosen(page).getAttribute('id'), 'palette-0');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('combobox', { name: 'Where to, or what to do' }).isVisible(), false);

    // A customer by an address, and a page by the beginnings of its words.
    await open(page);
    await page.keyboard.type('second f');
    await chosen(page).getByText('Your second factor').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account/second-factor');
  });
}

story('Without a script the same is a page', { screen: 'phone', javaScript: false }, async (tools) => {
  const { page } = tools;
  await signIn(page, LEAD);
  await page.getByRole('link', { name: 'Go to' }).click();
  await page.getByRole('searchbox', { name: 'Where to, or what to do' }).fill('new comp');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await tools.fits(page);
  await tools.shot(page, 'palette-page-phone');
  await page.getByRole('link', { name: 'New complaint' }).first().click();
  await page.waitForURL('**/complaints/new');
});
