// What the Node suites share: the served program with its own data directory, an API client, TAP.
// Everything listens on 127.0.0.1 and ends with the suite.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// What commands tell is in English, unless a suite asks for another language.
for (const name of ['LC_ALL', 'LC_MESSAGES']) delete process.env[name];
process.env.LANG = 'C.UTF-8';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const build = path.resolve(root, process.env.ASSENT_BUILD ?? 'out');
export const sanitized = path.basename(build) === 'san';
/** Under the sanitizers, where all takes ten times as long and much is run by others too, every n-th stands for all. */
export const sample = (all, n) => all.filter((_, i) => !sanitized || i % n === 0);
const tidy = [];

/** How long a suite waits for one thing before it gives up: what comes costs no more, however slow and busy the machine is. */
export const PATIENCE_MS = 180_000;

/* A line of its own for each request. The program closes one that is kept and not used, and on a busy machine a suite may
   sleep meanwhile and then ask on it. */
const fetchOnKept = globalThis.fetch;
globalThis.fetch = (url, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set('connection', 'close');
  return fetchOnKept(url, { ...init, headers });
};

/** fn runs when the suite ends, the last one given first. */
export function onEnd(fn) { tidy.push(fn); }

/** Ends everything that was started, then the suite. */
export async function end(status) {
  for (const one of tidy.reverse()) await one();
  process.exit(status);
}

export function tempDir() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'assent-test-'));
  tidy.push(() => fs.rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A program that is serving: { origin, signIn, stop(signal), log(), exited }. */
export async function serve({ data = path.join(tempDir(), 'data'), flows = path.join(root, 'flows'), config,
                              program = 'assent', env = {}, listen = '127.0.0.1:0', args: more = [] } = {}) {
  const args = ['serve', '--data', data, '--flows', flows, '--listen', listen, ...more];
  if (config) {
    const file = path.join(tempDir(), 'assent.json');
    fs.writeFileSync(file, JSON.stringify(config));
    args.push('-c', file);
  }
  const child = spawn(path.join(build, program), args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '', log = '';
  child.stdout.on('data', (d) => { out += d; });
  child.stderr.on('data', (d) => { log += d; });
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const stop = async (signal = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return exited;
  };
  tidy.push(() => stop('SIGKILL'));
  const address = await Promise.race([
    (async () => {
      for (;;) {
        const found = out.match(/(http:\/\/[^/\s]+)\/console\/sign-in\?token=(\w+)/);
        if (found) return found;
        await once(child.stdout, 'data');
      }
    })(),
    exited.then(() => null),
  ]);
  const server = { data, pid: child.pid, stop, exited, log: () => log, out: () => out };
  if (!address) return Object.assign(server, { failed: true });
  return Object.assign(server, { origin: address[1], token: address[2], signIn: address[0], port: Number(new URL(address[1]).port) });
}

/** Secrets as files and the configuration that names them. */
export function secretFile(text) {
  const file = path.join(tempDir(), 'secret');
  fs.writeFileSync(file, text + '\n', { mode: 0o600 });
  return file;
}

/** call('POST', '/v1/cases', body) -> { status, json } as an API client. */
export function client(server, token) {
  return async (method, url, body, headers = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(server.origin + url, { method, body: text, headers: { authorization: `Bearer ${token}`, ...headers } });
    const raw = await answer.text();
    let json = null;
    try { json = JSON.parse(raw); } catch { /* not JSON: the text is enough */ }
    return { status: answer.status, headers: answer.headers, text: raw, json };
  };
}

/** A receiver: every request is given to answer(request) -> { status, headers, body } | 'drop'; kept in .seen. */
export async function receiver(answer = () => ({ status: 200 })) {
  const seen = [];
  const server = http.createServer((req, res) => {
    const chunks = [];
    req.on('data', (c) => chunks.push(c));
    req.on('end', () => {
      const one = { url: req.url, headers: req.headers, body: Buffer.concat(chunks).toString(), socket: req.socket.remotePort, at: Date.now() };
      seen.push(one);
      const said = answer(one, seen.length);
      if (said === 'drop') { req.socket.destroy(); return; }
      res.writeHead(said.status ?? 200, said.headers ?? {});
      res.end(said.body ?? '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  tidy.push(() => { server.closeAllConnections?.(); server.close(); });
  return { seen, url: `http://127.0.0.1:${server.address().port}/in`, server, set answer(fn) { answer = fn; } };
}

/** Waits until look() is true; looks often, gives up after ms: shorter only where nothing may come. */
export async function until(look, what, ms = PATIENCE_MS) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
    await new Promise((r) => setTimeout(r, 10));
  }
}

/**
 * Begins to count by how many milliseconds the machine is late; () ends it and says. A timer of this process tells it: what
 * it misses, a program beside it misses too, and the two wait for each other in turn, so it is counted three times.
 */
export function lateness() {
  const STEP_MS = 20, SHARES = 3;
  let late = 0, last = performance.now();
  const look = () => {
    const now = performance.now();
    late += Math.max(0, now - last - STEP_MS);
    last = now;
  };
  const timer = setInterval(look, STEP_MS).unref();
  return () => {
    clearInterval(timer);
    look();
    return SHARES * late;
  };
}

const tests = [];
export function test(name, run) { tests.push({ name, run }); }

/** Runs what test() gathered, prints TAP, ends everything that was started. */
export async function finish() {
  let failed = 0, n = 0;
  for (const { name, run } of tests) {
    n++;
    try {
      const skipped = await run();
      console.log(`ok ${n} - ${name}${typeof skipped === 'string' ? ` # SKIP ${skipped}` : ''}`);
    } catch (e) {
      failed++;
      console.log(`not ok ${n} - ${name}`);
      for (const line of String(e.stack ?? e).split('\n').slice(0, 12)) console.log(`# ${line}`);
      if (e.cause) console.log(`# because of ${e.cause.code ?? ''} ${e.cause.message}`);
    }
  }
  console.log(`1..${n}`);
  await end(failed ? 1 : 0);
}

export const facts = {
  topic: 'accident', trip_date: '2026-11-20', origin: '강남역 11번 출구', destination: '판교역',
  agent_name: '김하나', caller_is_passenger: true, inbound: 'vehicle_owner',
};
