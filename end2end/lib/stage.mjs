// A stage gives a story file one desk and one browser, and every story in it visitors of its own.

import { after, before, test } from 'node:test';
import { axe, fits, openBrowser, openVisitor, shot } from './browser.mjs';
import { openDesk } from './desk.mjs';

const STORY_MS = 240_000;

/**
 * const { story } = stage({ demo: true });
 * story('What happens', { screen: 'phone' }, async ({ page, desk }) => { ... });
 *
 * `page` belongs to a first visitor with the story's options; `visitor(options)` brings further people, each with
 * cookies of their own. All of them are judged when the story ends: see openVisitor.
 */
export function stage(setting = {}) {
  let desk;
  let browser;

  before(async () => {
    [desk, browser] = await Promise.all([openDesk(setting), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await desk?.close();
  });

  function story(name, optionsOrBody, maybeBody) {
    const [options, body] = maybeBody ? [optionsOrBody, maybeBody] : [{}, optionsOrBody];
    test(name, { timeout: STORY_MS }, async () => {
      const present = [];
      const visitor = async (more = {}) => {
        const one = await openVisitor(browser, desk.url, { ...options, ...more });
        present.push(one);
        return one;
      };
      try {
        const first = await visitor();
        await body({ desk, visitor, page: first.page, context: first.context, announce: first.announce, axe, fits, shot });
        for (const one of present) await one.leave();
      } catch (error) {
        await evidence(name, present, desk);
        throw error;
      }
    });
  }

  return { story };
}

/** What the pages looked like and what the server said when a story failed. */
async function evidence(name, present, desk) {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60);
  for (const [number, one] of present.entries()) {
    await shot(one.page, `failed-${slug}-${number + 1}`).catch(() => {});
    await one.abandon().catch(() => {});
  }
  console.error(`The server's last lines:\n${desk.log()}`);
}
