// Waiting for what comes by itself: a round, a letter. How long it takes says nothing, only that it comes.

import { setTimeout as pause } from 'node:timers/promises';

// Only a story that fails waits so long.
const PATIENCE_MS = 120_000;

/** Asks again until the answer is yes, and gives it. `otherwise` says what never came. */
export async function patiently(ask, otherwise, between = 50) {
  const giveUp = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > giveUp) throw new Error(typeof otherwise === 'function' ? otherwise() : otherwise);
    await pause(between);
  }
}
