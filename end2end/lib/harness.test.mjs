// The watch is only worth something if it barks: one page for each fault, and one that is sound.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { axe, fits, openBrowser, openVisitor, wears } from './browser.mjs';
import { look } from './look.mjs';

const FAULTS = {
  '/console': ['<script nonce="n">console.error("told nobody")</script>', /console error .* told nobody/],
  '/throws': ['<script nonce="n">setTimeout(() => { throw new Error("lost its footing") })</script>', /page error: .*lost its footing/],
  '/policy-script': ['<script>document.title = "never"</script>', /Content Security Policy/],
  '/policy-style': ['<p style="color: red">Red</p>', /Content Security Policy/],
  '/missing': ['<img src="/gone.png" alt="">', /GET \/gone.png answered 404/],
  '/elsewhere': ['<img src="http://127.0.0.2:9/far.png" alt="">', /left the house: http:\/\/127.0.0.2/],
};

const page = (inner) => `<!doctype html><html lang="en"><head><title>Door</title>
  <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
  <body><main><h1>Door</h1>${inner}</main></body></html>`;

const SOUND = page('<noscript><p>No scripts here.</p></noscript>');
const UNNAMED = page('<form><input name="unnamed"></form>');
const UNNAMED_WITHOUT_SCRIPTS = page('<noscript><form><input name="unnamed"></form></noscript>');
const TOO_WIDE = page('<pre>' + 'wide '.repeat(400) + '</pre>');

// Sound by day and on a wide screen alone.
const DIM = page('<style nonce="n">:root { color-scheme: light dark; color: light-dark(#000, #fff); background: light-dark(#fff, #000) } p { color: light-dark(#000, #222); background: light-dark(#fff, #000) }</style><p>Dim</p>');
const NARROW = page(`<pre>${'wide '.repeat(16)}</pre>`);

let server;
let browser;
let origin;

before(async () => {
  server = createServer((request, response) => {
    const body = FAULTS[request.url] ? page(FAULTS[request.url][0]) : {
      '/': SOUND, '/unnamed': UNNAMED, '/unnamed-plain': UNNAMED_WITHOUT_SCRIPTS, '/too-wide': TOO_WIDE, '/dim': DIM, '/narrow': NARROW,
    }[request.url];
    response.writeHead(body ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'self' http://127.0.0.2:9 data:; script-src 'nonce-n'; style-src 'nonce-n'",
    });
    response.end(body ?? page('<p>Nothing here.</p>'));
  });
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server.closeAllConnections();
  await new Promise((closed) => { server.close(closed); });
});

for (const [path, [, fault]] of Object.entries(FAULTS)) {
  test(`The watch barks at ${path}`, async () => {
    const visitor = await openVisitor(browser, origin);
    await visitor.page.goto(path, { waitUntil: 'load' });
    await assert.rejects(visitor.leave(), fault);
  });
}

test('A refusal may be announced, and must then come', async () => {
  const told = await openVisitor(browser, origin);
  told.announce(404, '/nowhere');
  await told.page.goto('/nowhere');
  await told.leave();

  const mistaken = await openVisitor(browser, origin);
  mistaken.announce(404, '/nowhere');
  await mistaken.page.goto('/');
  await assert.rejects(mistaken.leave(), /announced but never seen: 404 at \/nowhere/);
});

test('Axe and the ruler let a sound page pass, with scripts and without', async () => {
  for (const javaScript of [true, false]) {
    const visitor = await openVisitor(browser, origin, { javaScript, screen: 'phone' });
    await visitor.page.goto('/');
    await axe(visitor.page);
    await fits(visitor.page);
    await visitor.leave();
  }
});

test('Axe and the ruler find what is wrong, with scripts and without', async () => {
  const visitor = await openVisitor(browser, origin, { screen: 'phone' });
  await visitor.page.goto('/unnamed');
  await assert.rejects(axe(visitor.page), /label: /);
  await visitor.page.goto('/too-wide');
  await assert.rejects(fits(visitor.page), /px wide in a window of 390 px/);
  await visitor.leave();

  const plain = await openVisitor(browser, origin, { javaScript: false });
  await plain.page.goto('/unnamed-plain');
  await assert.rejects(axe(plain.page), /label: /);
  await plain.leave();
});

test('A look finds what is wrong only at night, and only on a phone', async () => {
  const visitor = await openVisitor(browser, origin);
  const tools = { axe, fits, shot: async () => {} };
  await visitor.page.goto('/');
  await look(visitor.page, tools, 'sound');
  assert.deepEqual(wears(visitor.page), { screen: 'wide', dark: false }, 'it leaves the page as it was');
  await visitor.page.goto('/dim');
  await assert.rejects(look(visitor.page, tools, 'dim'), /dim-dark: axe .*color-contrast/s);
  await visitor.page.goto('/narrow');
  await assert.rejects(look(visitor.page, tools, 'narrow'), /^AssertionError.*: narrow-phone-dark: .*px wide in a window of 390 px/s);
  await visitor.leave();
});
