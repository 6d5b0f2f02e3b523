// The first steps of many stories: a customer is written down, a case is opened, a notice leaves.

import { signIn } from './door.mjs';

let accounts = 4700;

/** Written down by a lead, who is signed in. */
export async function addCustomer(page, { handle, assets = [`${handle}.example`], zone = 'UTC', language = 'en', email = `legal@${handle}.example` }) {
  accounts += 1;
  await page.goto('/customers/new');
  await page.locator('[name=handle]').fill(handle);
  await page.locator('[name=account]').fill(String(accounts));
  await page.locator('[name=name]').fill(`${handle} Inc.`);
  await page.locator('[name=language]').selectOption(language);
  await page.locator('[name=zone]').selectOption(zone);
  await page.locator('[name=contact_name]').fill('Legal');
  await page.locator('[name=contact_email]').fill(email);
  await page.locator('[name=assets]').fill(assets.join('\n'));
  await page.locator('[name=assets_from]').fill('2020-03-02');
  await page.getByRole('button', { name: /Add (the )?customer/ }).click();
  await page.waitForURL(new RegExp(`/customers/${handle}`));
}

/** A case of the desk's own accord; gives its path. */
export async function openCase(page, { customer, title, clause = '3.2', severity = 'high', from = '/cases/new' }) {
  await page.goto(from);
  if (await page.locator('[name=customer]').count()) await page.locator('[name=customer]').fill(customer);
  await page.locator('[name=title]').fill(title);
  const clauses = await page.locator('[name=clause] option').allInnerTexts();
  await page.locator('[name=clause]').selectOption({ label: clauses.find((text) => text.includes(clause)) });
  await page.locator(`[name=severity][value=${severity}]`).check();
  await page.getByRole('button', { name: 'Open case' }).click();
  await page.waitForURL(/\/cases\/DN-\d{4}-\d{4}$/);
  return new URL(page.url()).pathname;
}

/** A notice that asks for a plan. It leaves a minute later. */
export async function sendNotice(page, path, hours = '24') {
  await page.goto(`${path}/notices/new?template=moderation_plan`);
  await page.locator('[name=findings]').fill('We found posts that call for violence against named people.');
  await page.locator('[name=example]').fill('hxxps://example[.]example/post/1');
  await page.locator('[name=requirement_1]').fill('Take down the posts, or say for each why it should stay.');
  await page.locator('[name=requirement_2]').fill('Send a plan: who reads reports, at what hours, and how fast.');
  await page.locator('[name=requirement_3]').fill('');
  await page.locator('[name=consequence]').fill('We can suspend a part of your hosting, or all of it.');
  await page.locator('[name=data_kept]').fill('Your data stays safe for 30 days after a suspension.');
  await page.locator('[name=hours]').fill(hours);
  await page.getByRole('button', { name: 'Check every word' }).click();
  await page.getByRole('button', { name: 'Send notice' }).click();
  await page.waitForURL(new RegExp(`${path}$`));
}

/** Fills in a decision, but for what it touches. `when` is its hour, in UTC. */
export async function writeDecision(page, path, { outcome, customer, when }) {
  await page.goto(`${path}/decision`);
  await page.locator(`[name=outcome][value=${outcome}]`).check();
  await page.locator('[name=facts]').fill('The posts were online when the deadline passed.');
  await page.locator('[name=explanation]').fill('The clause asks to act without delay, and nobody did.');
  if (!when) return;
  await page.locator('[name=date]').fill(when.toISOString().slice(0, 10));
  await page.locator('[name=time]').fill(when.toISOString().slice(11, 16));
  await page.locator('[name=zone]').selectOption('UTC');
  await page.locator('[name=handle]').fill(customer);
}

/** By somebody who comes in freshly for it. */
export async function approve(page, email, decision, customer) {
  await signIn(page, email);
  await page.goto(decision);
  await page.locator('[name=handle]').fill(customer);
  await page.getByRole('button', { name: /^Approve decision/ }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/cases/'));
}
