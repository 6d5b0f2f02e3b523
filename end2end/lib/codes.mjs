// The telephone of whoever has a second factor: six digits from the secret and the hour.

import { createHmac } from 'node:crypto';
import { signIn } from './door.mjs';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** RFC 6238, as every app has it: SHA-1, thirty seconds, six digits. */
export function codeOf(secret, at) {
  const bits = [...secret.toUpperCase()]
    .map((sign) => ALPHABET.indexOf(sign))
    .filter((value) => value >= 0)
    .map((value) => value.toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / STEP_MS)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const place = mac.at(-1) & 15;
  return String((mac.readUInt32BE(place) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Sets a second factor up on the page that asks for it. Gives what goes into the telephone, and onto paper. */
export async function enrol(page, desk) {
  await page.getByText('It cannot be scanned').click();
  const secret = await page.locator('#secret').innerText();
  await page.getByLabel('Six digits').fill(codeOf(secret, desk.now));
  await page.getByRole('button', { name: 'Turn the second factor on' }).click();
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  const paper = await page.locator('ul.codes li').allInnerTexts();
  return { secret, paper };
}

/** Through the door with both: the password, and a code that nobody has used yet. */
export async function signInWithCode(page, desk, email, secret, password) {
  await desk.advance(STEP_MS / 1000);
  await signIn(page, email, password);
  await page.locator('[name=one_time_code]').fill(codeOf(secret, desk.now));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
