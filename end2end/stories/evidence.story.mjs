// What others put on the net never shows itself: it is asked for, the ledger says so, and a picture comes blurred first.

import assert from 'node:assert/strict';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const { story } = stage({ people: [ANALYST], demo: true });

// One red pixel; what follows it makes the bytes of each story their own.
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

for (const manner of ['with', 'without']) {
  story(`Evidence is covered until somebody asks, ${manner} scripts`, { javaScript: manner === 'with' }, async (tools) => {
    const { page } = tools;
    await signIn(page, ANALYST.email);
    const href = await page.goto('/cases').then(() => page.locator('main a[data-row]').first().getAttribute('href'));
    await page.goto(href);
    await page.locator('input[type=file]').first().setInputFiles([
      { name: `seen-${manner}.png`, mimeType: 'image/png', buffer: Buffer.concat([PICTURE, Buffer.from(manner)]) },
      { name: `page-${manner}.html`, mimeType: 'text/html', buffer: Buffer.from(`<script>document.title = "run ${manner}"</script>`) },
    ]);
    await page.getByRole('button', { name: 'Add files' }).click();

    await page.getByRole('link', { name: `Look at it seen-${manner}.png` }).last().click();
    await page.getByText('It is not shown by itself').waitFor();
    assert.equal(await page.locator('main img').count(), 0);
    await look(page, tools, 'evidence-covered');
    await page.getByRole('button', { name: 'Show it' }).click();
    const picture = page.getByRole('img', { name: /Evidence/ });
    await picture.waitFor();
    assert.match(await picture.evaluate((img) => getComputedStyle(img).filter), /grayscale\(1\) blur/);
    await page.getByLabel('Take blur and grey away').check();
    assert.equal(await picture.evaluate((img) => getComputedStyle(img).filter), 'none');
    await look(page, tools, 'evidence-picture');

    // The ledger keeps that it was looked at; a reload asks again.
    await page.goto(href);
    await page.getByText(`looked at a piece of evidence: seen-${manner}.png`).first().waitFor();

    // A page is shown as the text that it is.
    await page.getByRole('link', { name: `Look at it page-${manner}.html` }).last().click();
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText(`document.title = "run ${manner}"`).waitFor();
    assert.doesNotMatch(await page.title(), /^run/);
  });
}
