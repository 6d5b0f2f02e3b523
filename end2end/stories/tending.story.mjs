// A case put in order: owner, severity, tags, notes, links, put aside until a day. What stays in the house is done at once
// and taken back at once; several cases at a time; lists that somebody keeps, alone or with the team.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { watchHands } from '../lib/hands.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'ada@hosting.example', role: 'analyst' };
const LEAD = { email: 'lena@hosting.example', role: 'lead' };

const { story } = stage({ demo: true, people: [ANALYST, LEAD], now: '2026-03-12T12:00:00Z' });

/** The numbers of the cases in a list, as they stand there. */
async function numbers(page, path, words = '') {
  await page.goto(path);
  const links = await page.locator('main tr', { hasText: words }).locator('a[data-row]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  return links.map((href) => href.split('/').pop().split('?')[0]);
}

const severity = (page) => page.locator('#severity');

async function undo(page) {
  const before = page.url();
  await page.locator('.flash').getByRole('button', { name: 'Undo' }).click();
  await page.waitForURL((url) => url.href !== before);
  await page.locator('.flash').waitFor();
}

for (const javaScript of [true, false]) {
  story(`A case is put in order, and each step can be taken back ${javaScript ? 'with' : 'without'} scripts`, { javaScript }, async (tools) => {
    const { page, announce } = tools;
    await signIn(page, ANALYST.email);
    // An answer that nobody has read would bring a case back by itself, so these have none.
    const [mine, other] = (await numbers(page, '/cases?view=open', 'Notice running')).slice(javaScript ? 0 : 2);
    const path = `/cases/${mine}`;
    const tag = javaScript ? 'wave-of-march' : 'call-back';

    await page.goto(path);
    const grade = await severity(page).inputValue();
    await severity(page).selectOption(grade === 'low' ? 'high' : 'low');
    await page.getByRole('button', { name: 'Set severity' }).click();
    await page.locator('.flash').waitFor();
    assert.notEqual(await severity(page).inputValue(), grade);
    await undo(page);
    assert.equal(await severity(page).inputValue(), grade);

    await page.getByLabel('Owner').selectOption('nobody');
    await page.getByRole('button', { name: 'Set owner' }).click();
    await page.getByText('Nobody has taken it.').waitFor();
    await page.getByRole('button', { name: /^Take the case/ }).click();
    await page.locator('.flash').waitFor();

    // A word that no list could find again is refused beside its field.
    await page.getByLabel('Tags').fill('"; drop table');
    announce(422, `${path}/tags`);
    await page.getByRole('button', { name: 'Set tags' }).click();
    await page.locator('#tags-error').waitFor();
    assert.equal(await page.getByLabel('Tags').inputValue(), '"; drop table');
    await page.getByLabel('Tags').fill(`${tag} repeat`);
    await page.getByRole('button', { name: 'Set tags' }).click();
    await page.locator('.flash').waitFor();
    assert.ok((await numbers(page, `/cases?view=all&tag=${tag}`)).includes(mine));

    await page.goto(path);
    await page.getByLabel('Add a note').fill('They called at nine and asked for the list of pages.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.locator('.timeline').getByText('They called at nine').first().waitFor();

    await page.getByLabel('Linked case').fill('DN-1900-0001');
    announce(422, `${path}/links`);
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await page.locator('#other-error').waitFor();
    await page.getByLabel('Linked case').fill(other);
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await page.locator('.tending__links').getByRole('link', { name: other }).click();
    await page.waitForURL(`**/cases/${other}`);
    await page.locator('.tending__links').getByRole('link', { name: mine }).waitFor();
    await page.goto(path);

    await page.locator('#snooze summary').click();
    announce(422, `${path}/snooze`);
    await page.getByRole('button', { name: 'Put aside' }).click();
    await page.locator('#date-error').waitFor();
    await page.locator('#why-error').waitFor();
    await look(page, tools, 'tending-refused');
    await page.getByLabel('Until the morning of').fill('2026-03-19');
    await page.getByLabel('Why?').first().fill('The court decides on Wednesday.');
    await page.getByRole('button', { name: 'Put aside' }).click();
    await page.getByText('Put aside until').first().waitFor();
    await look(page, tools, 'tending-put-aside');
    assert.ok((await numbers(page, '/cases?view=snoozed')).includes(mine));
    await look(page, tools, 'cases-put-aside');
    assert.ok(!(await numbers(page, '/cases?view=open')).includes(mine));
    await page.goto(path);
    await page.getByRole('button', { name: 'Take it up now' }).click();
    await page.locator('#snooze').waitFor();
    await page.getByRole('button', { name: `Unlink ${other}` }).click();
    await page.locator('.flash').waitFor();
    assert.equal(await page.locator('.tending__links a').count(), 0);
    await look(page, tools, 'tending-in-order');
  });
}

story('On a case the keys open what they name, and none of them sends anything', async (tools) => {
  const { page, context } = tools;
  await signIn(page, ANALYST.email);
  const [number] = await numbers(page, '/cases?view=open');
  const hands = await watchHands(context);
  await page.goto(`/cases/${number}`);
  await page.getByRole('button', { name: 'Keys' }).waitFor();
  hands.rest();
  await page.keyboard.press('s');
  await page.locator('#snooze[open]').waitFor();
  await page.keyboard.press('n');
  await page.waitForFunction(() => document.activeElement?.id === 'text');
  await page.keyboard.type('Seen again at noon.');
  assert.equal(hands.count, 2, hands.did.join(' | '));
  assert.equal(new URL(page.url()).pathname, `/cases/${number}`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.timeline').getByText('Seen again at noon.').first().waitFor();
});

story('Several cases are graded and put aside in one act, and come back in one', async (tools) => {
  const { page, announce } = tools;
  await signIn(page, ANALYST.email);
  const [one, two] = await numbers(page, '/cases?view=open');
  await page.goto('/cases?view=open');
  await page.getByRole('button', { name: 'Keys' }).waitFor();
  const tick = async () => {
    for (const number of [one, two]) await page.getByLabel(`Tick ${number}`).check();
  };
  await tick();
  await page.getByText('2 cases ticked').waitFor();
  await look(page, tools, 'cases-ticked');
  await page.keyboard.press('s');
  announce(422, '/cases/acts');
  await page.getByRole('button', { name: 'Put aside', exact: true }).click();
  await page.getByRole('alert').waitFor();
  assert.ok(await page.getByLabel(`Tick ${one}`).isChecked(), 'what was ticked stays ticked');
  await look(page, tools, 'cases-act-refused');
  await page.getByLabel('Until the morning of').fill('2026-03-20');
  await page.getByLabel('Why?').fill('They are moving house.');
  await page.getByRole('button', { name: 'Put aside', exact: true }).click();
  await page.locator('.flash__say', { hasText: '2 cases' }).waitFor();
  const left = await numbers(page, page.url());
  assert.ok(!left.includes(one) && !left.includes(two));
  await look(page, tools, 'cases-act-done');
  await undo(page);
  const back = await numbers(page, '/cases?view=open');
  assert.ok(back.includes(one) && back.includes(two));
});

story('A view is kept for oneself, another for the team', { screen: 'phone' }, async (tools) => {
  const { page, visitor, announce } = tools;
  const save = async (path, name, shared) => {
    await page.goto(path);
    await page.getByText('Save this view').click();
    await page.getByLabel('Name of the view').fill(name);
    if (shared) await page.getByLabel('For the whole team').check();
    await page.getByRole('button', { name: 'Save view' }).click();
  };
  await signIn(page, ANALYST.email);
  announce(422, '/views');
  await save('/cases?view=open&severity=high', '', false);
  await page.getByRole('alert').waitFor();
  await look(page, tools, 'view-refused');
  const views = (who) => who.getByRole('navigation', { name: 'Views' });
  await save('/cases?view=open&severity=high', 'Grave ones', false);
  await views(page).getByRole('link', { name: /^Grave ones/ }).waitFor();
  await save('/cases?view=all&owner=nobody', 'Nobody has them', true);
  const shared = views(page).getByRole('link', { name: /^Nobody has them/ });
  await shared.waitFor();
  assert.equal(await shared.getAttribute('aria-current'), 'page');
  await look(page, tools, 'views-saved');

  const lead = await visitor({ screen: 'wide' });
  await signIn(lead.page, LEAD.email);
  await lead.page.goto('/cases');
  await views(lead.page).getByRole('link', { name: /^Nobody has them \(team\)/ }).click();
  await lead.page.waitForURL(/owner=nobody/);
  assert.equal(await views(lead.page).getByRole('link', { name: /Grave ones/ }).count(), 0);
  await lead.page.getByText('Save this view').click();
  assert.equal(await lead.page.getByRole('button', { name: /^Remove/ }).count(), 0, 'nobody removes what another keeps');

  await page.goto('/cases');
  await page.getByText('Save this view').click();
  await page.getByRole('button', { name: 'Remove the view Nobody has them' }).click();
  await page.waitForURL('**/cases');
  await lead.page.goto('/cases');
  assert.equal(await views(lead.page).getByRole('link', { name: /Nobody has them/ }).count(), 0);
});
