// What a customer does between the form and the receipt: read it once more, send it, and type in the six digits.

import { patiently } from './patience.mjs';

const DIGITS = /(?:Your six digits|Vos six chiffres)\s*:\s+(\d{6})/;

/** The digits of the newest letter about this receipt, which are not the `old` ones. */
export function digits(desk, receipt, old = '') {
  const newest = async () => {
    const letters = (await desk.letters()).filter((letter) => letter.includes(receipt) && DIGITS.test(letter));
    const found = letters.at(-1)?.match(DIGITS)[1];
    return found === old ? undefined : found;
  };
  return patiently(newest, () => `no letter with digits for ${receipt}:\n${desk.log()}`);
}

/** The receipt's number in the page's address. A link's token before it may hold the same letters by chance. */
export function receiptOf(page) {
  return [...page.url().matchAll(/\/((?:A|AP|T)-[\w-]+)/g)].at(-1)[1];
}

/** From a filled form to the page that asks for the digits. Gives the receipt's number. */
export async function sendAnswer(page) {
  await page.getByRole('button', { name: /Check your answer|Vérifier votre réponse/ }).click();
  await page.waitForURL(/\/answer\/check/);
  await page.getByRole('button', { name: /Send your answer|Envoyer votre réponse/ }).click();
  await page.waitForURL(/\/code\/A-/);
  return receiptOf(page);
}

/** Types in the digits from the newest letter about this. */
export async function typeDigits(page, desk, receipt, old) {
  await page.locator('[name=code]').fill(await digits(desk, receipt, old));
  await page.getByRole('button', { name: /^(Confirm|Confirmer)$/ }).click();
  await page.waitForURL((url) => !url.pathname.includes('/code/'));
}

/** The whole way from a filled form to the receipt. */
export async function answer(page, desk) {
  const receipt = await sendAnswer(page);
  await typeDigits(page, desk, receipt);
  await page.waitForURL(/\/receipts\/A-/);
  return receipt;
}
