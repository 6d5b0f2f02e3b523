// Chromium as a visitor uses it, and a watch over everything that a person would not see go wrong.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const OUT = fileURLToPath(new URL('../out/', import.meta.url));
// Long enough for a machine that does much else: patience costs nothing while things go well.
const PATIENCE_MS = 30_000;

export const SCREENS = {
  wide: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
};

// What each context was opened with, and the copies that axe reads of pages without scripts.
const settings = new WeakMap();
const copies = new WeakMap();

// The size and the colours in which a page is shown just now.
const worn = new WeakMap();

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A browser with a profile folder of its own, which goes when it closes. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

let visitors = 0;

/** Of the block for documentation and tests (RFC 2544), each once. */
function address() {
  visitors += 1;
  return `198.18.${Math.floor(visitors / 250)}.${visitors % 250 + 1}`;
}

/** Someone with cookies of their own. Whatever they open is watched until `leave`, which fails on the first fault. */
export async function openVisitor(browser, origin, {
  screen = 'wide',
  dark = false,
  javaScript = true,
  locale = 'en-GB',
  zone = 'UTC',
} = {}) {
  const setting = {
    ...SCREENS[screen],
    baseURL: origin,
    colorScheme: dark ? 'dark' : 'light',
    locale,
    timezoneId: zone,
    reducedMotion: 'reduce',
    // Otherwise all of them would be one impatient visitor to the limits of the desk.
    extraHTTPHeaders: { 'x-forwarded-for': address() },
  };
  const context = await browser.newContext({ ...setting, javaScriptEnabled: javaScript });
  settings.set(context, { ...setting, screen, dark, javaScript });
  context.setDefaultTimeout(PATIENCE_MS);
  const watch = new Watch(context, origin, javaScript);
  const page = await context.newPage();
  return {
    context,
    page,
    /** Says beforehand that a refusal is part of the story: `announce(422, '/cases')`. */
    announce: (status, path) => watch.announce(status, path),
    /** Leaves without judging, for a story that has failed already. */
    abandon: async () => {
      await closeCopy(context);
      await context.close();
    },
    leave: async () => {
      // One round trip lets everything that the pages had to say arrive before it is judged.
      await Promise.all(context.pages().map((open) => open.title().catch(() => '')));
      await closeCopy(context);
      await context.close();
      watch.judge();
    },
  };
}

class Watch {
  #faults = [];
  #announced = [];

  constructor(context, origin, javaScript) {
    context.on('weberror', (event) => this.#fault(`page error: ${event.error().stack ?? event.error()}`));
    context.on('console', (message) => {
      if (message.type() !== 'error') return;
      // Chromium repeats each failed request here; the response itself is judged below.
      if (message.text().startsWith('Failed to load resource')) return;
      this.#fault(`console error at ${message.location().url}: ${message.text()}`);
    });
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin) this.#fault(`left the house: ${request.url()}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 400) this.#refused(response.status(), new URL(response.url()).pathname, response.request().method());
    });
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText;
      // Leaving a page ends its open streams, and a download ends its navigation.
      // Whoever runs no scripts does not fetch those that a page offers in its head.
      const unwanted = !javaScript && reason === 'csp' && request.url().endsWith('.js');
      // A story that cuts a line itself says so by this reason.
      const cut = reason === 'net::ERR_CONNECTION_ABORTED';
      if (reason !== 'net::ERR_ABORTED' && !unwanted && !cut) this.#fault(`failed request: ${request.method()} ${request.url()}: ${reason}`);
    });
    context.on('page', (page) => {
      page.on('crash', () => this.#fault('the page crashed'));
    });
  }

  announce(status, path) {
    this.#announced.push({ status, path, came: false });
  }

  #refused(status, path, method) {
    const meant = this.#announced.filter((one) => one.status === status && one.path === path);
    const expected = meant.find((one) => !one.came) ?? meant[0];
    if (expected) expected.came = true;
    else this.#fault(`refused: ${method} ${path} answered ${status}`);
  }

  #fault(text) {
    this.#faults.push(text);
  }

  judge() {
    const missing = this.#announced
      .filter((one) => !one.came)
      .map((one) => `announced but never seen: ${one.status} at ${one.path}`);
    const faults = [...this.#faults, ...missing];
    assert.equal(faults.length, 0, `The browser met ${faults.length} fault(s):\n${faults.slice(0, 20).join('\n')}`);
  }
}

/** The size and the colours of a page: `{ screen, dark }`. */
export function wears(page) {
  const { screen, dark } = settings.get(page.context());
  return worn.get(page) ?? { screen, dark };
}

/** Shows the page that is open in another size and in other colours, without loading it again. */
export async function wear(page, { screen, dark }) {
  const now = wears(page);
  if (now.screen !== screen) await page.setViewportSize(SCREENS[screen].viewport);
  if (now.dark !== dark) await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  worn.set(page, { screen, dark });
}

/** No finding at all, by the WCAG 2.2 AA rules and axe's own good practice, or by some rules alone. */
export async function axe(page, rules) {
  // Legacy mode asks in the page itself, without a further page for each question: nothing here has frames.
  const asked = await readable(page);
  const builder = new AxeBuilder({ page: asked }).setLegacyMode(true);
  // At its end nothing of the page lies half under a bar that sticks to the foot of the window.
  const before = await asked.evaluate(() => {
    const { scrollY } = window;
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    return scrollY;
  });
  const { violations } = await (rules ? builder.withRules(rules) : builder.withTags(AXE_TAGS)).analyze();
  await asked.evaluate((top) => window.scrollTo({ top, behavior: 'instant' }), before);
  const findings = violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 5).map((node) => `    ${node.target.join(' ')}  ${node.html.slice(0, 160)}`);
    return `  ${id}: ${help} (${nodes.length})\n${places.join('\n')}`;
  });
  assert.equal(findings.length, 0, `axe on ${page.url()}:\n${findings.join('\n')}`);
}

/**
 * A page without scripts cannot be asked by axe, whose timers would never fire. It is asked about a copy instead:
 * the same document at the same address, its scripts taken out and what it says to those without scripts left in.
 */
async function readable(page) {
  const { javaScript, screen, dark, ...setting } = settings.get(page.context());
  if (javaScript) return page;
  const body = await page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true);
    for (const script of copy.querySelectorAll('script')) script.remove();
    for (const aside of copy.querySelectorAll('noscript')) aside.replaceWith(...aside.childNodes);
    return `<!doctype html>${copy.outerHTML}`;
  });
  let copy = copies.get(page.context());
  if (!copy) {
    const context = await page.context().browser().newContext(setting);
    settings.set(context, { screen, dark });
    copy = { context, page: await context.newPage() };
    await copy.page.route('**', (route) => (route.request().isNavigationRequest()
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: copy.body })
      : route.continue()));
    copies.set(page.context(), copy);
  }
  await wear(copy.page, wears(page));
  if (copy.body !== body || copy.page.url() !== page.url()) {
    copy.body = body;
    await copy.page.goto(page.url());
  }
  return copy.page;
}

async function closeCopy(context) {
  await copies.get(context)?.context.close();
}

/** Nothing sticks out to the right (WCAG 1.4.10). */
export async function fits(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= window, `${page.url()} is ${content} px wide in a window of ${window} px`);
}

// Nobody opens the pictures of a run that went well on a build machine, and each takes a good part of a second.
const UNSEEN = process.env.CI === 'true' || process.env.CI === '1';

/** A picture of the whole page in end2end/out. On CI only of what failed. */
export async function shot(page, name) {
  if (UNSEEN && !name.startsWith('failed-')) return;
  await mkdir(OUT, { recursive: true });
  await page.screenshot({ path: `${OUT}${name}.png`, fullPage: true, animations: 'disabled', caret: 'hide', scale: 'css' });
}
