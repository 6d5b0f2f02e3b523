// A customer is added, a complaint about it is logged, found in the inbox, and settled.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = 'ada@hosting.example';
const LEAD = 'lena@hosting.example';

const { story } = stage({
  people: [{ email: ANALYST, role: 'analyst' }, { email: LEAD, role: 'lead' }],
});

/** The sentence beside a field is tied to it, and the summary on top leads there. */
async function wrong(page, name, sentence) {
  const field = page.locator(`#${name}`);
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.ok((await field.getAttribute('aria-describedby')).split(' ').includes(`${name}-error`));
  await page.locator(`#${name}-error`, { hasText: sentence }).waitFor();
  await page.getByRole('alert').getByRole('link', { name: sentence }).first().click();
  assert.ok(await field.evaluate((input) => input === document.activeElement), `${name} has the focus`);
}

story('A lead adds a customer, and a mistake loses nothing', async (tools) => {
  const { page, announce } = tools;
  await signIn(page, LEAD);
  await page.goto('/customers');
  await page.getByText('No customer is known here.').waitFor();
  await look(page, tools, 'customers-empty');
  await page.getByRole('link', { name: 'Add a customer' }).click();
  await look(page, tools, 'customer-new');

  await page.getByLabel('Handle').fill('Example Shop');
  await page.getByLabel('Account number').fill('4712');
  await page.getByLabel('Name', { exact: true }).fill('Example Shop SARL');
  await page.getByLabel('Language of letters').selectOption('fr');
  await page.getByLabel('Time zone').selectOption('Europe/Paris');
  await page.getByLabel('Contact’s name').fill('Abuse desk');
  await page.getByLabel('Contact’s email address').fill('abuse@shop.example');
  await page.getByLabel('Legal').check();
  await page.getByLabel('Assets').fill('192.0.2.64/26\nshop.example\nnot an asset');
  announce(422, '/customers/new');
  await page.getByRole('button', { name: 'Add customer' }).click();

  assert.match(await page.title(), /^Error: /);
  await wrong(page, 'handle', 'Use only small letters');
  await wrong(page, 'assets', 'Line 3');
  await look(page, tools, 'customer-new-refused');
  assert.equal(await page.getByLabel('Handle').inputValue(), 'Example Shop');
  assert.equal(await page.getByLabel('Language of letters').inputValue(), 'fr');
  assert.ok(await page.getByLabel('Legal').isChecked());
  assert.match(await page.getByLabel('Assets').inputValue(), /^192\.0\.2\.64\/26\nshop/);

  await page.getByLabel('Handle').fill('example-shop');
  await page.getByLabel('Assets').fill('192.0.2.64/26\nshop.example');
  await page.getByLabel('Held since').fill('2026-01-01');
  await page.getByRole('button', { name: 'Add customer' }).click();
  await page.waitForURL('**/customers/example-shop');
  await page.getByRole('heading', { level: 1, name: 'Example Shop SARL' }).waitFor();
  assert.equal(await page.getByRole('row', { name: /shop\.example/ }).getByText('In use').count(), 1);
  await look(page, tools, 'customer');

  await page.getByText('Add a contact').click();
  await page.getByRole('button', { name: 'Add contact' }).waitFor();
  await page.getByLabel('Email address').fill('nobody');
  announce(422, '/customers/example-shop/contacts');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await wrong(page, 'email', 'Write an e-mail address');
  await page.getByLabel('Name', { exact: true }).fill('Head of abuse');
  await page.getByLabel('Email address').fill('head@shop.example');
  await page.getByLabel('Abuse').check();
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.locator('bdi', { hasText: 'head@shop.example' }).waitFor();

  await page.getByRole('button', { name: 'Give back 192.0.2.64/26' }).click();
  await page.getByRole('row', { name: /192\.0\.2\.64\/26/ }).getByText('Given back').waitFor();
});

story('An analyst logs a complaint, finds it in the inbox and rejects it', async (tools) => {
  const { page, announce } = tools;
  await signIn(page, ANALYST);
  await page.goto('/inbox');
  await page.getByText('Inbox is empty.').waitFor();
  await look(page, tools, 'inbox-empty');

  await page.getByRole('link', { name: 'New complaint' }).click();
  await page.getByLabel('Addresses').fill('hxxps://shop[.]example/item/3307');
  await page.getByLabel('Category').selectOption('counterfeit');
  await page.getByLabel('Files').setInputFiles({ name: 'photo.txt', mimeType: 'text/plain', buffer: Buffer.from('a photograph') });
  announce(422, '/complaints/new');
  await page.getByRole('button', { name: 'Log complaint' }).click();
  await wrong(page, 'description', 'Write something here.');
  assert.equal(await page.getByLabel('Addresses').inputValue(), 'hxxps://shop[.]example/item/3307');
  await page.getByText('photo.txt').waitFor();
  await look(page, tools, 'complaint-new-refused');

  await page.getByLabel('What is wrong there').fill('</textarea><script>alert(1)</script> False watches at https://shop.example/item/3307');
  await page.getByLabel('Files').setInputFiles({ name: 'photo.txt', mimeType: 'text/plain', buffer: Buffer.from('a photograph') });
  await page.getByRole('button', { name: 'Log complaint' }).click();
  await page.waitForURL('**/complaints/*');
  const here = new URL(page.url()).pathname;
  await page.getByText('shop.example belongs to shop.example').first().waitFor();
  assert.equal(await page.locator('a[href^="https://shop"]').count(), 0, 'no reported address is a link');
  await look(page, tools, 'complaint');

  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download photo.txt' }).click();
  assert.equal((await coming).suggestedFilename(), 'photo.txt');

  await page.goto('/inbox?category=counterfeit');
  const row = page.getByRole('row', { name: /\/item\/3307/ });
  await row.getByText('example-shop').waitFor();
  await look(page, tools, 'inbox');
  await page.goto('/inbox?category=phishing');
  await page.getByText('No complaint matches these filters.').waitFor();
  await page.goto('/inbox');
  // The button shows once the keys are listened to.
  await page.getByRole('button', { name: /^Keys/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${here}`);

  await page.getByText('Reject this complaint').click();
  announce(422, `${here}/rejection`);
  await page.getByRole('button', { name: /^Reject C-/ }).click();
  await wrong(page, 'reason', 'Write something here.');
  await page.getByLabel('Why is there nothing to do?').fill('The maker confirmed that the watches are real.');
  await page.getByRole('button', { name: /^Reject C-/ }).click();
  await page.getByText('Rejected, because:').waitFor();
  await look(page, tools, 'complaint-rejected');
  await page.getByRole('link', { name: /^Event \d+/ }).first().click();
  await page.waitForURL('**/ledger/*');

  await page.goto('/inbox');
  await page.getByText('Inbox is empty.').waitFor();
  await page.getByRole('link', { name: 'Rejected' }).click();
  await page.getByRole('row', { name: /\/item\/3307/ }).waitFor();
});

for (const javaScript of [true, false]) {
  const manner = javaScript ? 'with' : 'without';
  story(`The lists are whole ${manner} JavaScript`, { javaScript }, async (tools) => {
    const { page } = tools;
    await signIn(page, ANALYST);
    for (const path of ['/inbox?stage=rejected', '/complaints/new', '/complaints/1', '/customers', '/customers/example-shop', '/ledger', '/ledger/3', '/decisions']) {
      await page.goto(path);
      await look(page, tools, `lists${path.replaceAll(/[^a-z0-9]+/g, '-')}-${manner}`);
    }
    await page.goto('/customers/example-shop');
    await page.getByText('Leads and admins add contacts and assets.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Give back' }).count(), 0);
  });
}
