// The first thing anyone sees: the door.

import assert from 'node:assert/strict';
import { stage } from '../lib/stage.mjs';

const { story } = stage();

const LOOKS = [
  ['on a wide screen', 'sign-in-wide', { screen: 'wide' }],
  ['in the dark', 'sign-in-dark', { dark: true }],
  ['on a phone', 'sign-in-phone', { screen: 'phone' }],
  ['without JavaScript', 'sign-in-plain', { javaScript: false }],
];

for (const [look, picture, options] of LOOKS) {
  story(`The sign-in page is whole ${look}`, options, async ({ page, axe, fits, shot }) => {
    const answer = await page.goto('/sign-in');
    assert.equal(answer.status(), 200);
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.ok(await page.getByLabel('Email').isEditable());
    assert.ok(await page.getByLabel('Password', { exact: true }).isEditable());
    assert.ok(await page.getByRole('button', { name: 'Sign in' }).isEnabled());
    await fits(page);
    await axe(page);
    await shot(page, picture);
  });
}

story('A stranger is shown the door, whatever they ask for', async ({ page }) => {
  await page.goto('/inbox');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});
