// A line that drops at the two worst moments: before what was sent arrives, and after it arrived but before the answer.

import assert from 'node:assert/strict';

const NO_ANSWER = /No answer came|Aucune réponse n’est venue/;

/** Cuts the next request that the page's script sends, on its way there or on its way back. Gives a wait for the cut. */
async function cutNext(page, requestStage) {
  const line = await page.context().newCDPSession(page);
  const cut = new Promise((done) => {
    line.once('Fetch.requestPaused', async ({ requestId }) => {
      await line.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionAborted' });
      await line.detach();
      done();
    });
  });
  await line.send('Fetch.enable', { patterns: [{ resourceType: 'XHR', requestStage }] });
  return () => cut;
}

/** Everything in the forms of a page, with the number under which each is sent. */
function written(page) {
  return page.evaluate(() => [...document.forms].flatMap((form) => [...new FormData(form)])
    .map(([name, value]) => [name, typeof value === 'string' ? value : value.name]));
}

/** Presses twice in vain: the page stays, keeps every word, and says so. The third time is the story's own. */
export async function cutTwice(page, press) {
  const [url, words] = [page.url(), await written(page)];
  for (const stage of ['Request', 'Response']) {
    const cut = await cutNext(page, stage);
    await press();
    await cut();
    await page.getByText(NO_ANSWER).waitFor();
    assert.equal(page.url(), url);
    assert.deepEqual(await written(page), words, 'every word and its number are still there');
  }
}
