// Two people on one case at once. The second is told what changed, loses nothing, and decides with one click.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'ada@hosting.example', role: 'analyst' };
const LEAD = { email: 'lena@hosting.example', role: 'lead' };

const { story } = stage({ demo: true, people: [ANALYST, LEAD], now: '2026-03-12T12:00:00Z' });

for (const javaScript of [true, false]) {
  story(`The second of two is told, ${javaScript ? 'with' : 'without'} scripts`, { javaScript }, async (tools) => {
    const { page, visitor, announce } = tools;
    await signIn(page, ANALYST.email);
    await page.goto('/cases?view=open');
    const path = await page.locator('main a[data-row]').nth(javaScript ? 0 : 1).getAttribute('href').then((href) => href.split('?')[0]);
    await page.goto(path);
    await page.getByText('Close this case').click();
    const reason = 'The pages are gone since Monday.\nTwo of us looked, at ten and at noon.';
    await page.getByLabel('Why is it closed?').fill(reason);

    // Meanwhile somebody else grades the case and writes a note.
    const lead = await visitor();
    await signIn(lead.page, LEAD.email);
    await lead.page.goto(path);
    const grade = await lead.page.locator('#severity').inputValue();
    await lead.page.locator('#severity').selectOption(grade === 'low' ? 'medium' : 'low');
    await lead.page.getByRole('button', { name: 'Set severity' }).click();
    await lead.page.locator('.flash').waitFor();
    await lead.page.getByLabel('Add a note').fill('Do not close it yet: the bank calls back at five.');
    await lead.page.getByRole('button', { name: 'Add note' }).click();
    await lead.page.locator('.timeline').getByText('the bank calls back').first().waitFor();

    announce(409, `${path}/closing`);
    await page.getByRole('button', { name: 'Close case' }).click();
    await page.getByRole('heading', { level: 1, name: 'Somebody changed this case while you were writing' }).waitFor();
    await page.getByText('Do not close it yet').waitFor();
    assert.equal(await page.locator('.conflict__typed').innerText(), reason);
    await look(page, tools, 'conflict');
    await page.goBack();
    await page.goto(path);
    assert.doesNotMatch(await page.locator('main').innerText(), /The pages are gone since Monday/, 'nothing was recorded');

    // Sent from an old page once more, and this time it is still right.
    await page.getByLabel('Tags').fill('bank');
    await lead.page.locator('#severity').selectOption(grade);
    await lead.page.getByRole('button', { name: 'Set severity' }).click();
    await lead.page.locator('.flash').waitFor();
    announce(409, `${path}/tags`);
    await page.getByRole('button', { name: 'Set tags' }).click();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.waitForURL(`**${path}?*`);
    assert.equal(await page.getByLabel('Tags').inputValue(), 'bank');
    assert.equal(await page.locator('#severity').inputValue(), grade, 'and what the other did stands');
  });
}
