// A receiver to start from: takes the desk's instructions, proves that they are the desk's, does each once, and says what
// became of it. Node 20 or later, nothing to install. Put your own work into `carryOut` at the end.
//
//   RECEIVER_SECRETS=whsec_... RECEIVER_TOKEN=dn_... node receiver.mjs

import { createHmac, timingSafeEqual } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

/** Older than this, or from further ahead, and a message is refused: somebody may have kept it. */
const WINDOW_SECONDS = 5 * 60;
/** An instruction is a few hundred bytes, and more with many addresses. Nobody may fill our memory. */
const MOST_BYTES = 1024 * 1024;

/** Why a message is not believed. The sender hears a word, never what was expected. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Is this from whoever knows one of our secrets, unaltered, and of this minute?
 * `body` is the exact bytes as they came: parse them afterwards, never before. Gives the id and the instant.
 */
export function verify(secrets, headers, body, now = Date.now()) {
  const id = headers['webhook-id'];
  const stamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !/^\d{1,12}$/.test(stamp ?? '') || !signatures) throw new Refused(400, 'headers are missing');
  const seconds = Number(stamp);
  if (Math.abs(now / 1000 - seconds) > WINDOW_SECONDS) throw new Refused(400, 'too old, or from ahead of its time');
  const signed = Buffer.concat([Buffer.from(`${id}.${stamp}.`), body]);
  // While a secret is being changed, the desk signs with two and we may know two: one that fits is enough.
  const ours = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return createHmac('sha256', key).update(signed).digest();
  });
  const theirs = signatures.split(' ').filter((one) => one.startsWith('v1,')).map((one) => Buffer.from(one.slice(3), 'base64'));
  // Compared in constant time, or the answer's delay would tell how much of a forgery is right.
  const fits = theirs.some((one) => ours.some((own) => one.length === own.length && timingSafeEqual(one, own)));
  if (!fits) throw new Refused(401, 'no signature fits');
  return { id, seconds };
}

/** What was done is remembered across restarts: one line each, `id` and what we said. */
export class Memory {
  #said = new Map();
  #seen = new Map();

  constructor(file) {
    this.file = file;
    if (file && existsSync(file)) {
      for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
        const { id, result } = JSON.parse(line);
        this.#said.set(id, result);
      }
    }
  }

  /** The very same message a second time is a replay: the desk stamps each of its attempts anew. */
  refuseReplay({ id, seconds }, now = Date.now()) {
    for (const [key, until] of this.#seen) if (until < now) this.#seen.delete(key);
    const key = `${id} ${seconds}`;
    if (this.#seen.has(key)) throw new Refused(409, 'this very message came before');
    this.#seen.set(key, now + 2 * WINDOW_SECONDS * 1000);
  }

  said(id) {
    return this.#said.get(id);
  }

  /** Only what was done is final. What was refused may be asked for once more, after a person has looked. */
  keep(id, result) {
    if (result.result !== 'done') return;
    this.#said.set(id, result);
    // Written before the desk hears of it: whoever is asked again after a crash must know.
    if (this.file) appendFileSync(this.file, `${JSON.stringify({ id, result })}\n`);
  }
}

/** Tells the desk. A call whose answer was lost is made again: the same word twice is one. */
async function callBack(url, token, result) {
  const waits = [1, 5, 30, 120, 600];
  for (let turn = 0; ; turn += 1) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(result),
        redirect: 'error',
        signal: AbortSignal.timeout(15_000),
      });
      if (answer.ok) return;
      // 4xx will not become right by itself, but for "too many at once".
      if (answer.status < 500 && answer.status !== 429) throw new Refused(answer.status, await answer.text());
    } catch (problem) {
      if (problem instanceof Refused || turn >= waits.length) {
        console.error(`The desk did not take the result: ${problem.message}`);
        return;
      }
    }
    await new Promise((resolve) => { setTimeout(resolve, (waits[turn] ?? 600) * 1000); });
  }
}

/**
 * The handler of an HTTP server.
 * `act(data)` does the work and gives `{ result: 'done' | 'refused' | 'partly', detail }`. `desk` is the origin of the
 * desk: results go nowhere else, whatever a message says. `now` is there for tests.
 */
export function receiver({ secrets, token, desk, act, memory = new Memory(), now = () => Date.now() }) {
  // In progress, so that a second attempt does not begin the work a second time.
  const busy = new Set();

  async function work(id, data) {
    const before = memory.said(id);
    if (before) return before;
    let result;
    try {
      result = await act(data);
    } catch (problem) {
      result = { result: 'refused', detail: `The receiver failed: ${problem.message}` };
    }
    memory.keep(id, result);
    return result;
  }

  return async (request, response) => {
    const answer = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    try {
      if (request.method !== 'POST') throw new Refused(405, 'instructions come by POST');
      const body = await read(request);
      const message = verify(secrets, request.headers, body, now());
      memory.refuseReplay(message, now());
      const { data } = JSON.parse(body.toString('utf8'));
      const target = new URL(data.result_url);
      if (target.origin !== new URL(desk).origin) throw new Refused(400, 'its result would go elsewhere');
      const known = memory.said(message.id);
      // Done before: the answer carries the result, and nothing is done a second time.
      if (known) return answer(200, known);
      // The desk waits fifteen seconds. Work takes longer, so it is taken now and told of later.
      answer(202, { status: 'taken' });
      if (busy.has(message.id)) return undefined;
      busy.add(message.id);
      const result = await work(message.id, data).finally(() => busy.delete(message.id));
      await callBack(target, token(), result);
    } catch (problem) {
      const status = problem instanceof Refused ? problem.status : 400;
      if (!response.headersSent) answer(status, { error: problem instanceof Refused ? problem.message : 'not readable' });
    }
    return undefined;
  };
}

async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BYTES) throw new Refused(413, 'too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Your own work stands here. `order` is suspend, reinstate or terminate; `assets` are the addresses, names and services. */
async function carryOut({ number, order, customer, assets }) {
  console.log(`I-${number}: ${order} ${assets.join(', ')} of ${customer}`);
  return { result: 'refused', detail: 'This receiver is an example: nobody has taught it anything yet.' };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const secrets = (process.env.RECEIVER_SECRETS ?? '').split(/[\s,]+/).filter(Boolean);
  const token = process.env.RECEIVER_TOKEN;
  const desk = process.env.RECEIVER_DESK ?? 'http://127.0.0.1:3000';
  if (!secrets.length || !token) {
    console.error('Set RECEIVER_SECRETS (whsec_..., one or more) and RECEIVER_TOKEN (a key of the scope instructions:write).');
    process.exit(2);
  }
  const port = Number(process.env.RECEIVER_PORT ?? 8787);
  const memory = new Memory(process.env.RECEIVER_MEMORY ?? 'done.jsonl');
  const handler = receiver({ secrets, token: () => token, desk, act: carryOut, memory });
  // Behind a proxy with TLS, or on the same machine as the desk: the desk speaks plain HTTP to 127.0.0.1 alone.
  createServer(handler).listen(port, '127.0.0.1', () => console.log(`Instructions are taken at http://127.0.0.1:${port}/`));
}
