// The first thing anyone sees: the door.

import assert from 'node:assert/strict';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const { story } = stage();

for (const javaScript of [true, false]) {
  story(`The sign-in page is whole ${javaScript ? 'with' : 'without'} JavaScript`, { javaScript }, async (tools) => {
    const { page } = tools;
    const answer = await page.goto('/sign-in');
    assert.equal(answer.status(), 200);
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.ok(await page.getByLabel('Email').isEditable());
    assert.ok(await page.getByLabel('Password', { exact: true }).isEditable());
    assert.ok(await page.getByRole('button', { name: 'Sign in' }).isEnabled());
    await look(page, tools, javaScript ? 'sign-in' : 'sign-in-plain');
  });
}

story('A stranger is shown the door, whatever they ask for', async ({ page }) => {
  await page.goto('/inbox');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});
