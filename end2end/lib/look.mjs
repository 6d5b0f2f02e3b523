// How a story looks at a page: wide and on a phone, by day and by night, in one call.

import assert from 'node:assert/strict';
import { wear, wears } from './browser.mjs';
import { patiently } from './patience.mjs';

// Night changes nothing but colours, so axe is asked about them alone there.
const COLOURS = ['color-contrast'];

// In the order in which least has to change.
const LOOKS = [
  { ending: '', screen: 'wide', dark: false },
  { ending: '-dark', screen: 'wide', dark: true, rules: COLOURS },
  { ending: '-phone-dark', screen: 'phone', dark: true, rules: COLOURS },
  { ending: '-phone', screen: 'phone', dark: false },
];

const seen = new Set();

/**
 * The page is whole in all four looks: nothing juts out, axe finds nothing, and a picture is kept of each.
 * A page that this file has looked at under the same name is looked at as it stands.
 */
export async function look(page, { axe, fits, shot }, name) {
  if (seen.has(name)) {
    await fits(page);
    await axe(page);
    return;
  }
  seen.add(name);
  const before = wears(page);
  const faults = [];
  const ask = (question) => question.catch((fault) => { faults.push(fault); });
  for (const { ending, screen, dark, rules } of LOOKS) {
    await wear(page, { screen, dark });
    const known = faults.length;
    await ask(fits(page));
    await ask(axe(page, rules));
    for (const fault of faults.slice(known)) fault.message = `${name}${ending}: ${fault.message}`;
    await ask(shot(page, `${name}${ending}`));
  }
  await wear(page, before);
  assert.equal(faults.length, 0, faults.map((fault) => fault.message).join('\n'));
}

/** Loads the page again until it says so: the rounds come by themselves, on the clock of the story. */
export async function until(page, words) {
  let first = true;
  const says = async () => {
    if (!first) await page.reload();
    first = false;
    return (await page.locator('main').innerText()).includes(words);
  };
  await patiently(says, () => `${page.url()} never says ${words}`, 200);
}
