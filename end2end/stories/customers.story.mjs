// Customers: a list is read in with a preview and refused rows, an asset changes hands, a contact is verified, the policy
// gets a new edition, a complaint finds its customer, and each of 1,200 locations gets its outcome.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = 'ada@hosting.example';
const LEAD = 'lena@hosting.example';

const { story } = stage({ people: [{ email: ANALYST, role: 'analyst' }, { email: LEAD, role: 'lead' }] });

const LIST = [
  'handle,account,name,language,zone,contact_email,asset,from,colour',
  'example-shop,4712,Example Shop SARL,fr,Europe/Paris,abuse@shop.example,192.0.2.64/26,2026-01-01,red',
  'example-shop,,,,,,shop.example,2026-01-01,red',
  'example-red,1,Red Ltd,en,UTC,abuse@red.example,203.0.113.7,2026-01-01,',
  'Not a handle,1,x,,,x@red.example,,,',
  'example-blue,2,Blue Ltd,en,Mars/Olympus,abuse@blue.example,,,',
].join('\n');

const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function upload(page, text) {
  await page.goto('/imports');
  await page.getByLabel('The list').setInputFiles(file('list.csv', text));
  await page.getByRole('button', { name: 'See what it would change' }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
}

story('A list is looked at before it changes anything', async (tools) => {
  const { page, announce } = tools;
  await signIn(page, LEAD);
  await page.goto('/imports');
  await look(page, tools, 'import');
  announce(422, '/imports');
  await page.getByRole('button', { name: 'See what it would change' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'Choose a file.' }).waitFor();

  await upload(page, LIST);
  await page.getByText('Checked; nothing has changed yet').waitFor();
  await page.getByText('These columns are not read: colour.').waitFor();
  await page.getByRole('heading', { name: '2 rows are refused' }).waitFor();
  assert.equal(await page.getByRole('row', { name: /Row 5/ }).getByText('Use only small letters').count(), 1);
  assert.equal(await page.getByRole('row', { name: /Row 6/ }).getByText('time zone').count(), 1);
  await look(page, tools, 'import-preview');
  const table = await page.request.get(await page.getByRole('link', { name: 'Download the report' }).getAttribute('href'));
  assert.match(await table.text(), /^row,effect,handle,column,sentence\r\n/);

  await page.getByRole('button', { name: 'Change 3 rows' }).click();
  await page.getByText('Everything above happened.').waitFor();
  await look(page, tools, 'import-done');
  await page.goto('/customers/example-shop');
  await page.getByRole('heading', { level: 1, name: 'Example Shop SARL' }).waitFor();
  await page.getByText('In good standing').waitFor();
  await page.getByText('No contact was verified within 12 months').waitFor();
  await look(page, tools, 'customer-imported');
});

story('An asset changes hands, a contact is verified, and the account says what changed', async (tools) => {
  const { page } = tools;
  await signIn(page, LEAD);
  await upload(page, 'handle,asset,from\nexample-shop,203.0.113.7,2026-02-01');
  await page.getByText('taken from example-red').waitFor();
  await page.getByRole('button', { name: 'Change 1 row' }).click();
  await page.getByText('Everything above happened.').waitFor();
  await page.goto('/customers/example-red');
  await page.getByRole('row', { name: /203\.0\.113\.7/ }).getByText('Given back').waitFor();

  await page.goto('/customers/example-shop');
  await page.getByRole('row', { name: /203\.0\.113\.7/ }).getByText('In use').waitFor();
  await page.getByRole('link', { name: 'Change abuse@shop.example' }).click();
  await look(page, tools, 'contact');
  await page.getByLabel('How do you know?').fill('They called back.');
  await page.getByRole('button', { name: 'Record that it is verified' }).click();
  await page.waitForURL('**/customers/example-shop#contacts');
  assert.equal(await page.getByText('No contact was verified within 12 months').count(), 0);
  await page.getByText('They called back.').waitFor();

  await page.getByRole('link', { name: 'Change the account' }).click();
  await look(page, tools, 'account');
  await page.getByLabel('Plan').fill('Dedicated');
  await page.getByRole('button', { name: 'Record the change' }).click();
  await page.getByText('Dedicated').first().waitFor();
  await look(page, tools, 'customer-changed');
});

story('A new edition of a clause shows what differs', async (tools) => {
  const { page, announce } = tools;
  await signIn(page, LEAD);
  await page.goto('/policy');
  await look(page, tools, 'policy');
  await page.getByRole('link', { name: /4\.1 phishing/ }).click();
  await page.getByText('hameçonnage et fraude').first().waitFor();
  await page.getByRole('link', { name: 'Write a new edition' }).click();
  await look(page, tools, 'policy-edition');
  announce(422, '/policy/4.1/edition');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'Nothing differs' }).waitFor();
  const text = page.getByLabel('Text', { exact: true });
  await text.fill((await text.inputValue()).replace('pages or messages', 'pages, messages or programs'));
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.waitForURL('**/policy/4.1');
  await page.locator('ins.differs', { hasText: 'programs' }).waitFor();
  await look(page, tools, 'policy-clause');
});

const ROWS = Array.from({ length: 1200 }, (_, row) => `${row},hxxps://bad[.]example/page/${row}`);

story('A complaint without a customer finds one, and its 1,200 locations their outcomes', async (tools) => {
  const { page, visitor } = tools;
  const reporter = await visitor({ screen: 'phone', javaScript: false });
  await reporter.page.goto('/report');
  await reporter.page.getByLabel('Addresses').fill(`id,url\n${ROWS.join('\n')}`);
  await reporter.page.getByLabel('Phishing').check();
  await reporter.page.getByLabel('What you saw').fill('A shop that sells nothing.');
  await reporter.page.getByLabel('Your name').fill('Rita Reporter');
  await reporter.page.getByLabel('Your e-mail address').fill('rita@reports.example');
  await reporter.page.getByLabel('I believe in good faith').check();
  await reporter.page.getByRole('button', { name: 'Send the report' }).click();
  await reporter.page.waitForURL('**/status/**');

  await signIn(page, ANALYST);
  await page.goto('/inbox');
  await page.getByRole('link', { name: 'Whose is it?' }).click();
  await page.getByText('Nobody here held bad.example').or(page.getByText('Nobody here held')).first().waitFor();
  await look(page, tools, 'unmatched');
  await page.getByRole('link', { name: /bad\[\.\]example/ }).first().click();
  await page.getByText('Say whose it is').waitFor();
  await page.getByLabel('Customer’s handle').fill('example-shop');
  await page.getByRole('button', { name: 'It is theirs' }).click();
  await page.getByRole('link', { name: 'What became of each: 0 of 1200 marked' }).click();
  await page.getByLabel('Choose location 1', { exact: true }).check();
  await page.getByLabel('Choose location 3', { exact: true }).check();
  await page.getByLabel('What was found there?').selectOption('disputed');
  await page.getByRole('button', { name: 'Mark', exact: true }).click();
  await page.getByRole('link', { name: /Disputed 2/ }).waitFor();
  await page.getByRole('link', { name: /Without an outcome 1198/ }).click();
  await page.getByLabel('Which?').selectOption({ label: 'All 1198 under this filter' });
  await page.getByLabel('What was found there?').selectOption('removed');
  await page.getByRole('button', { name: 'Mark', exact: true }).click();
  await page.getByRole('link', { name: /Removed 1198/ }).waitFor();
  // A slip is taken back to what each was before, and done again from the keyboard.
  await page.goto(page.url().replace(/\?.*/, ''));
  await page.getByRole('button', { name: 'Keys' }).waitFor();
  await page.getByLabel('Choose location 1', { exact: true }).focus();
  await page.keyboard.press('x');
  for (let row = 0; row < 3; row += 1) await page.keyboard.press('j');
  await page.keyboard.press('X');
  assert.equal(await page.locator('[name=places]:checked').count(), 4);
  await page.getByLabel('What was found there?').selectOption('not_ours');
  await page.getByRole('button', { name: 'Mark', exact: true }).click();
  await page.getByText('Outcome noted for 4 locations.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: /Removed 1198/ }).waitFor();
  await page.getByRole('link', { name: /Disputed 2/ }).waitFor();
  await page.goto(page.url().replace(/\?.*/, ''));
  await look(page, tools, 'locations');
  await reporter.page.reload();
  await reporter.page.getByText('1198: no longer there').waitFor();
});
