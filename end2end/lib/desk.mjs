// A desk is the real program with a data folder of its own. It lives as long as a story file, then leaves nothing behind.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { patiently } from './patience.mjs';

// In memory where there is such a place: stories need not wait for a disk to keep what nobody reads again.
const MEMORY = '/dev/shm';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DOWN_WITHIN_MS = 30_000;
const LOG_LINES = 400;

export const PASSWORD = 'correct horse battery staple';

export const program = process.env.DUENOTICE_BIN
  ?? join(resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target'), 'debug', 'duenotice');

/**
 * Starts a desk and waits until it answers.
 * `demo` fills it with the sample cases ('full': with everything that `cargo xtask run` shows), `people` is a list of `{ email, role }` who sign in with `PASSWORD`,
 * `now` (an RFC 3339 instant) starts it under a test clock that only `advance` moves, `mailbox` gives it a mailbox for
 * replies that `deliver` fills, `webhook` (`{ url, secret }`) is where its instructions go.
 */
export async function openDesk({ demo = false, strict = false, people = [], now, mailbox = false, webhook } = {}) {
  const desk = new Desk(await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'duenotice-story-')), await freePort(), now);
  // Named by `cargo xtask test` for the stories that are told on PostgreSQL too: each desk gets a database of its own.
  const cluster = process.env.DUENOTICE_STORY_DATABASE;
  try {
    if (cluster) await desk.makeDatabase(cluster);
    if (mailbox) await desk.makeMailbox();
    if (webhook) desk.useWebhook(webhook);
    if (now) await desk.setClock(now);
    if (demo) await desk.run(['seed', '--demo', '--size', demo === 'full' ? 'full' : 'small']);
    // A demonstration offers a second factor and does not demand it; `strict` is a desk as a provider runs it.
    else if (!strict) await desk.run(['seed', '--demo', '--bare']);
    for (const person of people) await desk.addPerson(person);
    await desk.serve();
    return desk;
  } catch (error) {
    await desk.close().catch(() => {});
    throw error;
  }
}

class Desk {
  #folder;
  #server;
  #lines = [];
  #mailbox;
  #database;
  #delivered = 0;
  #jumped = 0;

  #webhook;

  constructor(folder, port, now) {
    this.#folder = folder;
    this.host = `127.0.0.1:${port}`;
    this.url = `http://${this.host}`;
    this.now = now ? new Date(now) : undefined;
  }

  /** The one place that knows how the program is told where it works. */
  #invocation(args) {
    const place = ['--data', join(this.#folder, 'data')];
    const clock = this.now ? ['--test-clock', this.#clockFile] : [];
    // A developer's own settings must not leak into a story.
    const inherited = Object.entries(process.env).filter(([name]) => !/^(DUENOTICE|LEPTOS)_/.test(name));
    // Each visitor of a story comes from an address of their own, as people do: see openVisitor.
    const env = { ...Object.fromEntries(inherited), RUST_BACKTRACE: '1', DUENOTICE_TRUSTED_PROXIES: '127.0.0.1' };
    if (this.#mailbox) env.DUENOTICE_MAIL_REPLIES = this.#mailbox;
    if (this.#database) env.DUENOTICE_DATABASE_URL = this.#database.url;
    if (this.#webhook) {
      env.DUENOTICE_WEBHOOK_URL = this.#webhook.url;
      env.DUENOTICE_WEBHOOK_SECRETS = this.#webhook.secret;
    }
    return [program, [...args, ...place, ...clock], { cwd: this.#folder, env }];
  }

  get #clockFile() {
    return join(this.#folder, 'clock');
  }

  /** Runs another command of the program on the same data, and gives what it printed. */
  async run(args, input = '') {
    const child = spawn(...this.#invocation(args));
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    // A program that ends without reading its input is judged by its exit code, not by the broken pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const code = await ended(child);
    if (code !== 0) {
      throw new Error(`duenotice ${args.join(' ')} ended with ${code}:\n${(err || out).slice(-4000)}`);
    }
    return out;
  }

  async makeDatabase(cluster) {
    const name = `story_${randomBytes(8).toString('hex')}`;
    await psql(cluster, `create database ${name}`);
    const url = new URL(cluster);
    url.pathname = `/${name}`;
    this.#database = { cluster, name, url: url.href };
  }

  async #dropDatabase() {
    if (this.#database) await psql(this.#database.cluster, `drop database if exists ${this.#database.name} with (force)`);
  }

  /** Instructions go there from now on, signed: `{ url, secret }`. */
  useWebhook(webhook) {
    this.#webhook = webhook;
  }

  async makeMailbox() {
    this.#mailbox = join(this.#folder, 'replies');
    for (const part of ['new', 'cur', 'tmp']) await mkdir(join(this.#mailbox, part), { recursive: true });
  }

  /** Puts a mail into the mailbox for replies, as a mail server does. */
  async deliver(lines) {
    this.#delivered += 1;
    const name = `${this.#delivered}.story.mx`;
    await writeFile(join(this.#mailbox, 'tmp', name), lines.join('\r\n'));
    await rename(join(this.#mailbox, 'tmp', name), join(this.#mailbox, 'new', name));
  }

  addPerson({ email, role, password = PASSWORD }) {
    return this.run(['user', 'add', email, '--role', role, '--password-stdin'], `${password}\n`);
  }

  async serve() {
    const child = spawn(...this.#invocation(['serve', '--listen', this.host]));
    this.#server = child;
    let gone;
    const exit = ended(child).then((code) => { gone = `ended with ${code}`; }, (error) => { gone = error.message; });
    this.exit = exit;
    for (const stream of [child.stdout, child.stderr]) this.#keepLines(stream);
    process.once('exit', () => child.kill('SIGKILL'));

    const up = async () => {
      if (gone) throw new Error(`The server ${gone} before it answered:\n${this.log()}`);
      return (await fetch(`${this.url}/healthz`).catch(() => undefined))?.status === 200;
    };
    await patiently(up, () => `The server never answered /healthz with 200:\n${this.log()}`, 20);
  }

  /** Moves the test clock forward. The server reads the file each time it asks for the hour. */
  async advance(seconds) {
    if (!this.now) throw new Error('This desk runs on the real clock: open it with { now } to move time.');
    await this.setClock(new Date(this.now.getTime() + seconds * 1000));
  }

  async setClock(instant) {
    this.now = new Date(instant);
    // Written beside and renamed, so that the server never reads half an instant.
    await writeFile(`${this.#clockFile}.new`, `${this.now.toISOString()} ${this.#jumped}`);
    await rename(`${this.#clockFile}.new`, this.#clockFile);
  }

  /** Somebody sets the clock: it shows another time, and none has passed. */
  async jump(seconds) {
    this.#jumped += seconds;
    await this.advance(seconds);
  }

  /** The server ends as it does on a signal; `serve` starts it again on the same data. */
  stop() {
    return this.#stop();
  }

  /** The letters in the outbox, oldest first, their text as a reader sees it. */
  async letters() {
    const outbox = join(this.#folder, 'data', 'outbox');
    const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
    return Promise.all(names.map(async (name) => quotedPrintable(await readFile(join(outbox, name), 'latin1'))));
  }

  /** The same as files, byte for byte, as a mail program keeps them. */
  async mails() {
    const outbox = join(this.#folder, 'data', 'outbox');
    const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
    return Promise.all(names.map((name) => readFile(join(outbox, name))));
  }

  /** Waits until a letter holds these words: the rounds come by themselves. */
  async letter(words) {
    const newest = async () => (await this.letters()).filter((letter) => letter.includes(words)).at(-1);
    return patiently(newest, () => `No letter in the outbox says ${words}:\n${this.log()}`);
  }

  /** The last lines that the server wrote. */
  log(lines = 40) {
    return this.#lines.slice(-lines).join('\n');
  }

  async close() {
    try {
      await this.#stop();
    } finally {
      await this.#dropDatabase();
      await rm(this.#folder, { recursive: true, force: true });
    }
    // A panic that a page survived is still a fault.
    const panics = this.#lines.filter((line) => line.includes('panicked at'));
    if (panics.length > 0) throw new Error(`The server panicked:\n${panics.join('\n')}`);
  }

  async #stop() {
    if (!this.#server || this.#server.exitCode !== null || this.#server.signalCode !== null) return;
    this.#server.kill('SIGTERM');
    const late = new AbortController();
    const stopped = await Promise.race([
      this.exit.then(() => true),
      pause(DOWN_WITHIN_MS, false, { signal: late.signal }),
    ]);
    late.abort();
    if (stopped) return;
    this.#server.kill('SIGKILL');
    throw new Error(`The server did not stop within ${DOWN_WITHIN_MS / 1000} s of SIGTERM:\n${this.log()}`);
  }

  #keepLines(stream) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      this.#lines.push(...lines);
      if (this.#lines.length > LOG_LINES) this.#lines.splice(0, this.#lines.length - LOG_LINES);
    });
    stream.on('end', () => { if (rest) this.#lines.push(rest); });
  }
}

/** Through PostgreSQL's own client: stories need it for nothing else. */
async function psql(url, sql) {
  const child = spawn('psql', ['--no-psqlrc', '--quiet', '-c', sql, url], { stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (chunk) => { err += chunk; });
  const code = await ended(child);
  if (code !== 0) throw new Error(`psql ended with ${code} at "${sql}":\n${err}`);
}

function quotedPrintable(text) {
  const bytes = text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function ended(child) {
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => done(code ?? signal));
  });
}

function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
