// How a story looks at a page.

import assert from 'node:assert/strict';

/** The page is whole: nothing juts out, axe finds nothing, and a picture is kept of it. */
export async function look(page, { axe, fits, shot }, name) {
  await fits(page);
  await axe(page);
  await shot(page, name);
}

/** Loads the page again until it says so: the rounds come by themselves, on the clock of the story. */
export async function until(page, words) {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await page.locator('main').innerText()).includes(words)) return;
    await page.reload();
  }
  assert.fail(`${page.url()} never says ${words}`);
}
