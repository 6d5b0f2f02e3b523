// The picture in the README. Taken anew with DUENOTICE_PICTURES=1, so that it cannot go stale by hand.

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { signIn } from '../lib/door.mjs';
import { stage } from '../lib/stage.mjs';

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));

const LEAD = { email: 'lead@hosting.example', role: 'lead' };

const { story } = stage({ demo: true, people: [LEAD] });

story('A case of the demonstration desk is worth a picture', async ({ page, desk, fits, axe }) => {
  await signIn(page, LEAD.email);
  const cases = JSON.parse(await desk.run(['cases', '--json']));
  const answered = cases.find((one) => one.stage === 'answered');
  await page.goto(`/cases/${answered.number}`);
  await page.getByRole('link', { name: /Weigh/ }).first().waitFor();
  await fits(page);
  await axe(page);
  if (process.env.DUENOTICE_PICTURES) {
    await mkdir(FOLDER, { recursive: true });
    await page.screenshot({ path: `${FOLDER}case.png`, animations: 'disabled', caret: 'hide' });
  }
});
