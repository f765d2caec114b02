// A world of its own for one run of the driven program: data directory, clock, receiver, one API client.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createHmac } from 'node:crypto';
import { build, root } from '../lib/assent.mjs';
import { eventOf, isAct, openBody } from './plays.mjs';

const TOKEN = 'driver-token-'.repeat(3), SECRET = 'whsec_' + Buffer.alloc(32, 7).toString('base64');
const STARTS_AT_MS = 1795305600000n; // as in src/play.c
const run = promisify(execFile);
// Killed processes lose nothing that was written, so memory is disk enough: power cuts are another test.
const scratch = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/** Worlds that have not ended: whatever ends this process ends their programs and leaves no files. */
const alive = new Set();
process.on('exit', () => { for (const w of alive) { w.child?.kill('SIGKILL'); fs.rmSync(w.dir, { recursive: true, force: true }); } });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(1));

/** The program is gone; what was asked has no answer. */
export class Gone extends Error {}

export class World {
  constructor({ program = path.join(build, 'test/assent-driven'), config = {}, flows = path.join(root, 'flows') } = {}) {
    this.dir = fs.mkdtempSync(path.join(scratch, 'assent-world-'));
    this.data = path.join(this.dir, 'data');
    Object.assign(this, { program, flows, config, now: STARTS_AT_MS, deliveries: [], status: 200, acked: [], events: 0, starts: 0 });
    alive.add(this);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  }

  async begin() {
    this.receiver = http.createServer((req, res) => {
      const chunks = [];
      req.on('data', (c) => chunks.push(c));
      req.on('end', () => {
        this.deliveries.push({ id: req.headers['webhook-id'], body: Buffer.concat(chunks).toString() });
        res.statusCode = this.status; // as long as it is not 200, nothing is taken
        res.end();
      });
    });
    await new Promise((r) => this.receiver.listen(0, '127.0.0.1', r));
    this.receiverPort = this.receiver.address().port;
    const file = (name, text) => { fs.writeFileSync(path.join(this.dir, name), text, { mode: 0o600 }); return path.join(this.dir, name); };
    const config = {
      api_clients: [{ name: 'driver', speaks_for: ['console', 'desk'], token_file: file('token', TOKEN) }],
      targets: [{ name: 'desk', platform: 'webhook', url: `http://127.0.0.1:${this.receiverPort}/in`, secret_file: file('secret', SECRET), allow_private: true }],
      events_known_days: 3650, // plays take weeks, and what was taken is counted at their end
      ...this.config,
    };
    this.configFile = file('assent.json', JSON.stringify(config));
    this.clockFile = file('clock', Buffer.alloc(8));
    this.clock = fs.openSync(this.clockFile, 'r+');
    this.later(0n);
  }

  later(ms) {
    this.now += BigInt(ms);
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(this.now);
    fs.writeSync(this.clock, bytes, 0, 8, 0);
  }

  /** Starts the program; Gone when it ends before it serves. */
  async start(env = {}) {
    this.starts++;
    const args = ['serve', '-c', this.configFile, '--data', this.data, '--flows', this.flows, '--listen', '127.0.0.1:0'];
    const child = spawn(this.program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ASSENT_CLOCK_FILE: this.clockFile, ASSENT_RANDOM_SEED: '1', ASSENT_KILL_PORT: String(this.receiverPort), ...env },
    });
    this.child = child;
    this.log = '';
    child.stderr.on('data', (d) => { this.log += d; });
    this.exited = new Promise((r) => child.on('exit', (code, signal) => { child.gone = true; r({ code, signal }); }));
    this.out = '';
    this.port = await new Promise((resolve) => {
      child.stdout.on('data', (d) => {
        this.out += d;
        const found = this.out.match(/http:\/\/127\.0\.0\.1:(\d+)\/console\/sign-in/);
        if (found) resolve(Number(found[1]));
      });
      this.exited.then(() => resolve(0));
    });
    if (!this.port) throw new Gone(`ended before it served: ${this.log}`);
  }

  async kill() {
    if (this.child && !this.child.gone) this.child.kill('SIGKILL');
    return this.child ? this.exited : null;
  }

  async end() {
    await this.kill();
    this.agent.destroy();
    this.receiver.closeAllConnections();
    this.receiver.close();
    fs.closeSync(this.clock);
    fs.rmSync(this.dir, { recursive: true, force: true });
    alive.delete(this);
  }

  /** { status, json, text }; Gone when the program died meanwhile. */
  call(method, url, body) {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = { authorization: `Bearer ${TOKEN}` };
      if (text !== undefined) headers['content-length'] = Buffer.byteLength(text);
      // The program closes what is idle for long, and may do so as this is sent: nothing was taken then.
      const idle = (e) => req.reusedSocket && e.code === 'ECONNRESET' && !this.child.gone;
      const gone = (e) => this.exitedOrLate(`${method} ${url}: ${e.code ?? ''} ${e.message}`).then(() => reject(new Gone(e.message)), reject);
      const req = http.request({ host: '127.0.0.1', port: this.port, method, path: url, agent: this.agent, headers }, (res) => {
        let got = '';
        res.setEncoding('utf8');
        res.on('data', (d) => { got += d; });
        res.on('error', gone);
        res.on('end', () => {
          let json = null;
          try { json = JSON.parse(got); } catch { /* metrics are text */ }
          resolve({ status: res.statusCode, json, text: got });
        });
      });
      req.on('error', (e) => (idle(e) ? this.call(method, url, body).then(resolve, reject) : gone(e)));
      req.setTimeout(20000, () => req.destroy(new Error(`no answer to ${method} ${url}`)));
      req.end(text);
    });
  }

  /** A connection broke: that is only in order when the program has ended. */
  exitedOrLate(what) {
    let timer;
    const late = new Promise((_, no) => { timer = setTimeout(() => no(new Error(`${what}: the connection broke, and the program lives: ${this.log}`)), 5000); });
    return Promise.race([this.exited, late]).finally(() => clearTimeout(timer));
  }

  async figures() {
    const f = {};
    for (const line of (await this.call('GET', '/metrics')).text.split('\n')) {
      const m = line.match(/^assent_(\w+) (\d+)$/);
      if (m) f[m[1]] = Number(m[2]);
    }
    return f;
  }

  /** Until all that was taken is durable, sent and recorded. A look also lets the program look at its clock, and the next
   * one shows what came of it. */
  async settle() {
    let before = -1;
    for (let looks = 0; ; looks++) {
      if (looks > 20000) throw new Error(`never comes to rest: ${(await this.call('GET', '/metrics')).text} ${this.log}`);
      const f = await this.figures();
      const idle = !f.outbox_waiting && !f.outbox_in_flight && !f.events_in_hand && !f.store_waiting;
      if (idle && f.turns_total === before) return f;
      before = idle ? f.turns_total : -1;
      if (!idle && looks > 10) await new Promise((r) => setTimeout(r, 1));
    }
  }

  view(id) { return this.call('GET', `/v1/cases/${id}`).then((a) => a.json); }

  async query(sql) {
    const { stdout } = await run('sqlite3', ['-json', path.join(this.data, 'assent.db'), sql], { maxBuffer: 1 << 26 });
    return stdout.trim() ? JSON.parse(stdout) : [];
  }

  /** Journal and outbox name texts by reference {v, h}: each is put in place here, after its HMAC was found right. The
   * salts are drawn anew by a process that was started again, so the HMACs alone cannot be compared. */
  async stored(id) {
    const rows = await this.query(
      `SELECT 'value' AS t, id AS a, party AS b, hex(salt) AS c, CASE typeof(text) WHEN 'text' THEN text END AS d, NULL AS e, NULL AS f FROM value WHERE case_id='${id}'
       UNION ALL SELECT 'outbox', key, seq, target, effect, state, expires_at_ms FROM outbox WHERE case_id='${id}'
       UNION ALL SELECT 'journal', turn, at_ms, NULL, records, NULL, NULL FROM journal WHERE case_id='${id}'
       UNION ALL SELECT 'seen', event_id, turn, source, case_id, NULL, NULL FROM seen WHERE case_id='${id}'`);
    const values = new Map(rows.filter((r) => r.t === 'value').map((r) => [r.a, r]));
    const open = (x) => {
      if (Array.isArray(x)) return x.map(open);
      if (x === null || typeof x !== 'object') return x;
      if (Object.keys(x).length === 2 && 'v' in x && 'h' in x) {
        const v = values.get(x.v);
        if (!v) return `(no value ${x.v})`;
        if (v.d === null) return `(erased value ${x.v})`;
        const mac = createHmac('sha256', Buffer.from(v.c, 'hex')).update(v.d).digest('hex');
        return mac === x.h ? `(value ${x.v} of ${v.b}: ${v.d})` : `(value ${x.v} does not fit its HMAC)`;
      }
      return Object.fromEntries(Object.entries(x).map(([k, y]) => [k, open(y)]));
    };
    const of = (t) => rows.filter((r) => r.t === t);
    return {
      remembered: [...values.values()].filter((v) => v.d !== null).map((v) => v.b), // whose texts are kept
      outbox: of('outbox').map((r) => ({ key: r.a, seq: r.b, target: r.c, effect: open(JSON.parse(r.d)), state: r.e, expires_at_ms: r.f })).sort((a, b) => a.seq - b.seq),
      journal: of('journal').sort((a, b) => a.a - b.a).map((r) => ({ turn: r.a, at_ms: r.b, records: open(JSON.parse(r.d)) })),
      seen: of('seen').map((r) => ({ id: r.a, turn: r.b })).sort((a, b) => a.turn - b.turn),
    };
  }

  consentFiles() {
    const dir = path.join(this.data, 'consents');
    return Object.fromEntries(fs.readdirSync(dir).sort().map((f) => [f, fs.readFileSync(path.join(dir, f), 'utf8')]));
  }
}

/** One play in a world, act by act. `again` is called when the program is gone: it starts it anew, and what was not
 * answered is sent once more under the same id. `tolerant`: acts that are impossible now are left out. */
export class Stage {
  constructor(world, play, { facts, tolerant = false, prefix = 'play', again = null } = {}) {
    Object.assign(this, { world, play, tolerant, prefix, again, body: openBody(play, 'desk', facts), number: 0, at: 0, refused: [] });
  }

  /** Does what dies with the program until it is done. */
  async surely(what) {
    for (;;) {
      try { return await what(); } catch (e) {
        if (!(e instanceof Gone) || !this.again) throw e;
        await this.world.exited;
        await this.again(e);
      }
    }
  }

  async post(url, body) {
    const id = `${this.prefix}-${++this.number}`;
    const answer = await this.surely(() => this.world.call('POST', url, { id, ...body }));
    if (answer.status < 300) this.world.acked.push({ id, turn: answer.json.turn });
    else if (answer.status < 500) this.refused.push({ id, ...answer.json.error });
    else throw new Error(`${this.play.name}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async open() {
    const answer = await this.post('/v1/cases', this.body);
    if (answer.status >= 300) throw new Error(`${this.play.name}: the case cannot be opened: ${answer.text}`);
    this.id = answer.json.case;
    await this.settle();
  }

  settle() { return this.surely(() => this.world.settle()); }
  view() { return this.surely(() => this.world.view(this.id)); }

  /** The next act; false when the play is over. */
  async step(alter = (body) => body) {
    while (this.at < this.play.acts.length && !isAct(this.play.acts[this.at])) this.at++;
    if (this.at >= this.play.acts.length) return false;
    const act = this.play.acts[this.at++];
    if (act.kind === 'later') {
      this.world.later(act.ms);
    } else {
      const body = eventOf(act, await this.view());
      if (body) await this.post(`/v1/cases/${this.id}/events`, alter(body));
      else if (!this.tolerant) throw new Error(`${this.play.name}:${act.line}: ${act.kind} is impossible here`);
    }
    await this.settle();
    return true;
  }

  async perform() {
    await this.open();
    while (await this.step());
  }
}
