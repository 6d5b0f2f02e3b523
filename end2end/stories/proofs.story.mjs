// An auditor takes a proof away, and a stranger checks it with a program that knows nothing of the desk.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { program } from '../lib/desk.mjs';
import { signIn } from '../lib/door.mjs';
import { look } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const AUDITOR = 'otto@audit.example';
const { story } = stage({ demo: true, people: [{ email: AUDITOR, role: 'auditor' }], now: '2026-03-04T17:00:00Z' });
const verifier = join(dirname(program), 'duenotice-verify');

/** What the program says, in a folder that holds nothing but the files. */
function verify(folder, ...args) {
  const done = spawnSync(verifier, args, { cwd: folder, env: {}, encoding: 'utf8' });
  assert.equal(done.error, undefined, `${verifier} does not start`);
  return { code: done.status, said: done.stdout + done.stderr };
}

async function saved(page, link, to) {
  const coming = page.waitForEvent('download');
  await link.click();
  const file = await coming;
  await writeFile(to, await readFile(await file.path()));
  return file.suggestedFilename();
}

story('A proof is taken from the ledger and checked elsewhere', async (tools) => {
  const { page, desk } = tools;
  const folder = await mkdtemp(join(tmpdir(), 'duenotice-proofs-'));
  try {
    await signIn(page, AUDITOR);
    // Somebody wrote something just now: within a minute it is signed.
    await page.goto('/ledger');
    await page.getByRole('link', { name: 'Download the checkpoint' }).waitFor();
    await look(page, tools, 'ledger-signed');
    await saved(page, page.getByRole('link', { name: 'Download the checkpoint' }), join(folder, 'kept'));

    await page.goto('/ledger/7');
    await look(page, tools, 'ledger-proof');
    const name = await saved(page, page.getByRole('link', { name: 'Download the proof' }), join(folder, 'seven'));
    assert.equal(name, 'duenotice_entry_7.tlog-proof');
    const key = (await (await fetch(`${desk.url}/log/key`)).text()).trim();
    assert.match(key, /^127\.0\.0\.1:\d+\/log\+[0-9a-f]{8}\+/);

    const proven = verify(folder, 'proof', 'seven', '--key', key);
    assert.equal(proven.code, 0, proven.said);
    assert.match(proven.said, /Entry 7 stands in the ledger[\s\S]*PROVEN/);
    assert.equal(verify(folder, 'proof', 'seven').code, 3, 'nobody is trusted without a key');
    const text = await readFile(join(folder, 'seven'), 'utf8');
    await writeFile(join(folder, 'forged'), text.replace('index 6', 'index 8'));
    const altered = verify(folder, 'proof', 'forged', '--key', key);
    assert.equal(altered.code, 1, altered.said);
    assert.match(altered.said, /ALTERED: Entry 9/);

    // The ledger grows; whoever kept the checkpoint sees that it grew out of the old one.
    await page.goto('/reports?what=decisions_register');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('link', { name: /^Download / }).first().waitFor();
    const size = (await readFile(join(folder, 'kept'), 'utf8')).split('\n')[1];
    const grown = await fetch(`${desk.url}/log/consistency/${size}`);
    await writeFile(join(folder, 'grown'), await grown.text());
    const growth = verify(folder, 'growth', 'kept', 'grown', '--key', key);
    assert.equal(growth.code, 0, growth.said);
    assert.match(growth.said, new RegExp(`begins with exactly the ${size} older ones`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

story('A ledger extract is checked line by line, and a timeline offers proofs', async (tools) => {
  const { page, desk } = tools;
  const folder = await mkdtemp(join(tmpdir(), 'duenotice-extract-'));
  try {
    await signIn(page, AUDITOR);
    await page.goto('/reports?what=ledger_extract');
    await page.getByRole('button', { name: 'Make it' }).click();
    const link = page.getByRole('link', { name: /^Download .*\.jsonl/ }).first();
    await link.waitFor();
    await saved(page, link, join(folder, 'extract'));
    const key = (await (await fetch(`${desk.url}/log/key`)).text()).trim();
    const proven = verify(folder, 'extract', 'extract', '--key', key);
    assert.equal(proven.code, 0, proven.said);
    const lines = (await readFile(join(folder, 'extract'), 'utf8')).split('\n');
    lines[12] = lines[12].replace(/\d(?=[^\d]*"leaf_hash")/, (digit) => String((Number(digit) + 1) % 10));
    await writeFile(join(folder, 'forged'), lines.join('\n'));
    const altered = verify(folder, 'extract', 'forged', '--key', key);
    assert.equal(altered.code, 1, altered.said);
    assert.match(altered.said, /ALTERED: Entry 12:/);

    await page.goto('/cases');
    await page.locator('a[data-row]').first().click();
    await page.getByRole('link', { name: /^Proof of event \d+$/ }).first().waitFor();
    await look(page, tools, 'case-proofs');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
