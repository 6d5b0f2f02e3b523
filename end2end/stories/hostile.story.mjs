// The worst of what strangers write, on every page that shows it: nothing runs, and nothing juts out, wide or on a phone.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe } from 'node:test';
import { signIn } from '../lib/door.mjs';
import { stage } from '../lib/stage.mjs';

const LEAD = { email: 'lead@hosting.example', role: 'lead' };

const ALL = JSON.parse(await readFile(new URL('../../server/tests/hostile.json', import.meta.url), 'utf8'));
// A text takes everything but what no keyboard writes; a line takes no control character and nothing that turns text round.
const typed = (text) => !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text);
const WORDS = ALL.filter(typed).join('\n');
const LINES = ALL.filter((text) => typed(text) && !/[\n\t\u0080-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(text));
const markup = LINES.filter((text) => text.includes('<') && text.length < 90);
/** One line of at most two hundred signs: markup, and a word that no line can break by itself. */
const line = (number) => `${markup[number]} ${'W'.repeat(195 - markup[number].length)}`;
const TOWER = LINES.find((text) => text.includes('\u0301\u0302'));
const PATH = 'a'.repeat(300);

const report = (number, place) => ({
  xarf_version: '4.2.0',
  report_id: `1a5ec293-0849-40a4-9eba-${String(number).padStart(12, '0')}`,
  timestamp: '2021-01-08T18:00:00Z',
  reporter: { org: line(1), contact: 'desk@watch.example', domain: 'watch.example' },
  sender: { org: line(2), contact: 'desk@watch.example', domain: 'watch.example' },
  source_identifier: '192.0.2.14',
  category: 'content',
  type: 'fraud',
  url: place,
  description: WORDS.slice(0, 9000),
});

/** Sends the one form of a page whose fields these are, as a person would. */
async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).first().fill(value);
}

async function desk_full_of_it({ page, desk }) {
  await signIn(page, LEAD.email);
  await page.goto('/customers/new');
  await fill(page, {
    handle: 'evil-social',
    account: line(3),
    name: line(4),
    contact_name: line(5),
    contact_email: `${'l'.repeat(60)}@${'long-'.repeat(10)}name.example`,
    assets: `192.0.2.0/26\n${'long-'.repeat(10)}name.example\nservice:${'v'.repeat(60)}`,
    assets_from: '2020-03-02',
  });
  await page.locator('[name=language]').selectOption('en');
  await page.locator('[name=zone]').selectOption('America/Los_Angeles');
  await page.getByRole('button', { name: /Add (the )?customer/ }).click();
  await page.waitForURL(/\/customers\/evil-social/);

  const token = (await desk.run(['token', 'add', 'watch', '--scope', 'complaints:write'])).match(/dn_[\w-]+/)[0];
  for (const [number, place] of [`https://${'long-'.repeat(10)}name.example/${PATH}`, 'javascript:hq7z()', line(6)].entries()) {
    const answer = await fetch(`${desk.url}/api/v1/complaints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(report(number, place)),
    });
    assert.equal(answer.status, 202);
  }
  await page.goto('/inbox');
  await page.locator('main a[data-row]').first().click();
  await page.getByRole('link', { name: /Open a case/ }).click();
  await page.locator('[name=title]').fill(line(7));
  await page.locator('[name=clause]').selectOption({ index: 3 });
  await page.locator('[name=severity][value=high]').check();
  await page.getByRole('button', { name: 'Open case' }).click();
  await page.waitForURL(/\/cases\/DN-\d+-\d+$/);
  const path = new URL(page.url()).pathname;
  const note = page.locator(`form[action="${path}/notes"]`);
  await note.locator('textarea').evaluate((field, words) => { field.closest('details')?.setAttribute('open', ''); field.value = words; }, WORDS.slice(0, 9000));
  await Promise.all([page.waitForEvent('framenavigated'), note.evaluate((form) => form.requestSubmit())]);
  await page.waitForLoadState();

  await page.goto(`${path}/notices/new?template=moderation_plan`);
  await fill(page, {
    subject: line(8),
    findings: WORDS.slice(0, 6000),
    example: `${TOWER}\n${PATH}\n${WORDS.slice(0, 1500)}`,
    requirement_1: `${'W'.repeat(300)} ${line(9)}`,
    requirement_2: LINES.slice(0, 30).join(' '),
    consequence: WORDS.slice(0, 2000),
    data_kept: WORDS.slice(2000, 4000),
    hours: '24',
  });
  if (await page.locator('[name=requirement_3]').count()) await page.locator('[name=requirement_3]').fill('');
  await page.getByRole('button', { name: 'Check every word' }).click();
  const send = page.getByRole('button', { name: 'Send notice' });
  await send.waitFor();
  await send.click();
  await page.waitForURL((url) => url.pathname.startsWith(path));
  await desk.advance(61);
  return { path, link: (await desk.letter('/n/')).match(/\/n\/[\w-]{43}/)[0] };
}

describe('The worst that strangers write', () => {
  const { story } = stage({ people: [LEAD], now: '2021-01-10T17:00:00Z' });

  story('runs nowhere and breaks no page', async (given) => {
    const { page, visitor, fits, shot } = given;
    const ran = [];
    // Every string calls this by its name; whoever hears of it has run one.
    const listen = (context) => context.exposeBinding('hq7z', (_, word) => { ran.push(word ?? 'a string ran'); });
    await listen(given.context);
    page.on('dialog', (dialog) => { ran.push(dialog.message()); dialog.dismiss(); });
    const { path, link } = await desk_full_of_it(given);
    const complaint = (await page.goto('/inbox'), await page.locator('main a[data-row]').first().getAttribute('href'));
    const inside = [
      '/inbox', '/inbox/unmatched', '/cases', path, `${path}/notices/N-1`, complaint, '/customers', '/customers/evil-social',
      '/search?q=hq7z', `/search?q=${encodeURIComponent(line(0))}`, '/ledger', '/letters', '/dashboard',
      `/inbox?q=${encodeURIComponent(`"><script>hq7z()</script>${'W'.repeat(300)}`)}`,
    ];
    const outside = [link, `${link}?lang=fr`, `${link}/answer`, `${link}/time`, `${link}/not-mine`];

    for (const screen of ['wide', 'phone']) {
      const staff = await visitor({ screen });
      await listen(staff.context);
      await signIn(staff.page, LEAD.email);
      const customer = await visitor({ screen });
      await listen(customer.context);
      for (const [one, places] of [[staff, inside], [customer, outside]]) {
        for (const [number, place] of places.entries()) {
          if (place.includes('/notices/N-1')) {
            const notice = one.page.locator(`a[href^="${path}/notices/"]`).first();
            await one.page.goto(path);
            await one.page.goto(await notice.getAttribute('href'));
          } else {
            await one.page.goto(place);
          }
          await fits(one.page);
          if (number < 8) await shot(one.page, `hostile-${screen}-${one === staff ? 'in' : 'out'}-${number}`);
        }
      }
      const words = await customer.page.goto(link).then(() => customer.page.locator('main').innerText());
      assert.ok(words.includes('<img src=x onerror=hq7z()>'), 'what was written is shown as it was written');
    }
    assert.deepEqual(ran, []);
  });
});
