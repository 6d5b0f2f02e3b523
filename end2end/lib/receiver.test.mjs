// The receiver that providers start from: what it believes, and what it does not.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Memory, receiver, verify } from '../../docs/receiver/receiver.mjs';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const NOW = Date.parse('2021-01-11T07:59:00Z');

function sign(secret, id, seconds, body) {
  const key = Buffer.from(secret.slice(6), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64')}`;
}

function message({ id = 'one', at = NOW, secret = SECRET, body }) {
  const seconds = Math.floor(at / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': sign(secret, id, seconds, body),
  };
}

test('the published example is believed', () => {
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  const body = Buffer.from('{"test": 2432232314}');
  assert.equal(verify([SECRET], headers, body, 1614265330_000).id, 'msg_p5jXN8AQM9LWM0D4loKWxJek');
  assert.throws(() => verify([OTHER], headers, body, 1614265330_000), { status: 401 });
  assert.throws(() => verify([SECRET], headers, Buffer.from('{"test": 2432232315}'), 1614265330_000), { status: 401 });
});

test('what is old, ahead of its time, unsigned or signed by another is not believed', () => {
  const body = Buffer.from('{}');
  const check = (headers, now = NOW) => verify([SECRET], headers, body, now);
  const right = message({ body });
  assert.equal(check(right).id, 'one');
  for (const away of [-300_000, 300_000]) assert.ok(check(right, NOW + away));
  for (const away of [-302_000, 302_000]) assert.throws(() => check(right, NOW + away), { status: 400 });
  for (const name of Object.keys(right)) assert.throws(() => check({ ...right, [name]: undefined }), { status: 400 });
  for (const other of ['two', 'one.1']) assert.throws(() => check({ ...right, 'webhook-id': other }), { status: 401 });
  const later = String(Number(right['webhook-timestamp']) + 1);
  assert.throws(() => check({ ...right, 'webhook-timestamp': later }), { status: 401 });
  for (const forged of ['v1,', 'v1,AAAA', right['webhook-signature'].replace('v1,', 'v1a,'), `v1,${Buffer.alloc(32).toString('base64')}`]) {
    assert.throws(() => check({ ...right, 'webhook-signature': forged }), { status: 401 });
  }
  // While a secret is changed either of two signatures is enough.
  const two = `${sign(OTHER, 'one', Math.floor(NOW / 1000), body)} ${right['webhook-signature']}`;
  assert.equal(check({ ...right, 'webhook-signature': two }).id, 'one');
});

/** A receiver on a port of its own, with a desk beside it that notes what it is told. */
async function open(act) {
  const folder = await mkdtemp(join(tmpdir(), 'duenotice-receiver-'));
  const file = join(folder, 'done.jsonl');
  const told = [];
  let heard;
  const next = () => new Promise((resolve) => { heard = resolve; });
  const desk = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    told.push({ path: request.url, key: request.headers.authorization, body: JSON.parse(body) });
    response.end('{}');
    heard?.();
  });
  await new Promise((resolve) => { desk.listen(0, '127.0.0.1', resolve); });
  const origin = `http://127.0.0.1:${desk.address().port}`;
  let now = NOW;
  const make = () => receiver({ secrets: [SECRET], token: () => 'dn_key', desk: origin, act, memory: new Memory(file), now: () => now });
  let handler = make();
  const server = createServer((request, response) => handler(request, response));
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const body = (more = {}) => Buffer.from(JSON.stringify({
    type: 'instruction.issued',
    data: { instruction: 'one', number: 1, order: 'suspend', assets: ['192.0.2.1'], result_url: `${origin}/api/v1/instructions/one/result`, ...more },
  }));
  const post = (headers, bytes) => fetch(`http://127.0.0.1:${server.address().port}/`, { method: 'POST', headers, body: bytes });
  const close = async () => {
    for (const one of [server, desk]) {
      one.closeAllConnections();
      one.close();
    }
    await rm(folder, { recursive: true });
  };
  return { told, next, body, post, close, restart: () => { handler = make(); }, wait: (seconds) => { now += seconds * 1000; return now; } };
}

test('an instruction is done once, a replay is refused, and an altered one does nothing', async () => {
  let done = 0;
  const given = await open(async () => { done += 1; return { result: 'done', detail: 'Switched off.' }; });
  try {
    const body = given.body();
    const first = message({ body });
    const called = given.next();
    assert.equal((await given.post(first, body)).status, 202);
    await called;
    assert.deepEqual(given.told, [{ path: '/api/v1/instructions/one/result', key: 'Bearer dn_key', body: { result: 'done', detail: 'Switched off.' } }]);
    assert.equal((await given.post(first, body)).status, 409, 'the very same message');
    const altered = given.body({ assets: ['192.0.2.2'] });
    assert.equal((await given.post(first, altered)).status, 401);
    // The next attempt has a stamp of its own, also after a restart: it is answered and not done again.
    given.restart();
    const again = await given.post(message({ body, at: given.wait(60) }), body);
    assert.deepEqual([again.status, await again.json()], [200, { result: 'done', detail: 'Switched off.' }]);
    assert.equal((await given.post(first, body)).status, 200, 'within the window after a restart it is known as done');
    given.wait(600);
    assert.equal((await given.post(first, body)).status, 400, 'too old');
    const elsewhere = given.body({ result_url: 'https://elsewhere.example/' });
    assert.equal((await given.post(message({ id: 'two', body: elsewhere, at: given.wait(1) }), elsewhere)).status, 400);
    assert.deepEqual([done, given.told.length], [1, 1]);
  } finally {
    await given.close();
  }
});

test('what was refused may be asked for once more', async () => {
  let asked = 0;
  const given = await open(async () => {
    asked += 1;
    if (asked === 1) throw new Error('the console is away');
    return { result: 'done' };
  });
  try {
    const body = given.body();
    for (const result of ['refused', 'done']) {
      const called = given.next();
      assert.equal((await given.post(message({ body, at: given.wait(60) }), body)).status, 202);
      await called;
      assert.equal(given.told.at(-1).body.result, result);
    }
    assert.match(given.told[0].body.detail, /the console is away/);
  } finally {
    await given.close();
  }
});
