// Counts what an analyst's hands do beside typing text: each click, and each key that is not written into a field.

/**
 * const hands = await watchHands(context);
 * ...
 * hands.count   // since watchHands or hands.rest()
 * hands.did     // what it was, to read when the count is too high
 */
export async function watchHands(context) {
  const hands = {
    did: [],
    get count() { return this.did.length; },
    rest() { this.did.length = 0; },
  };
  await context.exposeBinding('handMoved', (_, what) => { hands.did.push(what); });
  await context.addInitScript(() => {
    const words = (target) => (target?.closest?.('a, button, label, summary, input') ?? target)?.textContent?.trim().slice(0, 40);
    addEventListener('click', (event) => {
      // A click that the keyboard made was counted as its key; one that a label passes on was counted there.
      if (event.isTrusted && event.detail > 0) window.handMoved(`click ${words(event.target)}`);
    }, true);
    addEventListener('keydown', (event) => {
      const field = event.target?.matches?.('textarea, select, input:not([type=radio], [type=checkbox])');
      const written = event.key.length === 1 || ['Backspace', 'Delete', 'Shift', 'Enter'].includes(event.key);
      if (event.isTrusted && !(field && written && !event.ctrlKey && !event.metaKey)) window.handMoved(`key ${event.key}`);
    }, true);
  });
  return hands;
}
