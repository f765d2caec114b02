// The driven program with both halves of Zendesk around it: people on Sunshine Conversations, agents in Support.
import { createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Stage, World } from '../crash/world.mjs';
import { APP, CLIENT, KEY, KEY_ID, Platform, agents, ours } from './platform.mjs';

export const WEBHOOK_KEY = 'shared-secret-of-the-sunshine-webhook', SIGNING = 'c2lnbmluZy1zZWNyZXQtb2YtdGhlLXdlYmhvb2s';
const FINAL = new Set([400, 401, 403, 404, 406]); // Sunshine sends these never again
const ATTEMPTS = 5;

export class ZendeskWorld extends World {
  /** settings: more of the Sunshine adapter's; support: of the Support target's, source: of the Support source's; timeout_ms: of calls
   * to Sunshine. */
  constructor({ settings = {}, support = {}, source = {}, timeout_ms = 10_000, fault, ...options } = {}) {
    super(options);
    Object.assign(this, { settings, support, source, timeout_ms });
    this.platform = new Platform({ now: () => Number(this.now), fault });
    this.lost = []; // deliveries that Zendesk gave up
    Object.assign(this, { delivered: [], known: new Set() }); // what was, once each
  }

  async begin() {
    await this.platform.listen();
    const file = (name, text) => { fs.writeFileSync(path.join(this.dir, name), text, { mode: 0o600 }); return path.join(this.dir, name); };
    const sunshine = { app_id: APP, integration_id: ours.integrationId, switchboard_name: ours.name, ...this.settings };
    const call = { allow_private: true, timeout_ms: 10_000 }; // an answer to a renewal that is lost costs the grant
    const tokens = this.support.authorization === 'api_token' ? {} : { refresh_token_file: file('refresh', 'refresh-first') };
    this.platform.oauth.refresh.add('refresh-first');
    this.config = {
      sources: [
        { name: 'chat', platform: 'zendesk_sunshine', settings: sunshine, speaks_for: ['talk'], secret_file: file('webhook', WEBHOOK_KEY) },
        { name: 'tickets', platform: 'zendesk_support', settings: { desk: 'desk', ...this.source }, speaks_for: ['talk'], acts_for_agents: true, secret_file: file('signing', SIGNING) },
      ],
      targets: [
        { name: 'talk', platform: 'zendesk_sunshine', url: `${this.platform.url}/sc`, settings: { ...sunshine, key_id: KEY_ID }, secret_file: file('key', KEY), ...call, timeout_ms: this.timeout_ms },
        { name: 'desk', platform: 'zendesk_support', url: this.platform.url, settings: { client_id: CLIENT.id, ...this.support }, secret_file: file('client', CLIENT.secret), ...tokens, ...call },
      ],
      ...this.config,
    };
    await super.begin();
  }

  async end() {
    await super.end();
    this.platform.close();
  }

  // ---- what Zendesk sends

  async post(source, body, headers) {
    const answer = await fetch(`http://127.0.0.1:${this.port}/hooks/${source}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    return { status: answer.status, again: answer.headers.get('retry-after'), json: await answer.json().catch(() => null) };
  }

  /** One attempt of a delivery of Sunshine. */
  async chat(events, key = WEBHOOK_KEY) {
    const body = { app: { id: APP }, webhook: { id: '5f4eaef81e3dcc117c7ba48a', version: 'v2' }, events };
    const answer = await this.post('chat', JSON.stringify(body), { 'x-api-key': key });
    const fresh = answer.status < 300 ? events.filter((e) => !this.known.has(e.id)) : [];
    for (const e of fresh) this.known.add(e.id);
    if (fresh.length) this.delivered.push({ ...body, events: fresh });
    return answer;
  }

  /** As Sunshine delivers: again after anything but a success, up to five times, unless the answer is final. */
  async deliver(events) {
    for (let attempt = 1; events.length; attempt++) {
      const { status } = await this.chat(events);
      if (status < 300) return;
      if (FINAL.has(status) || attempt === ATTEMPTS) { this.lost.push({ status, events }); return; }
      this.later(1000n);
    }
  }

  /** All that happened on the platform since. */
  deliverAll() { return this.deliver(this.platform.events.splice(0)); }

  /** A delivery of Support, signed as its webhooks are. */
  ticketHook(body, { id = randomBytes(8).toString('hex'), secret = SIGNING, at = Number(this.now) } = {}) {
    const text = JSON.stringify(body), time = new Date(at).toISOString();
    return this.post('tickets', text, { 'x-zendesk-webhook-invocation-id': id, 'x-zendesk-webhook-signature-timestamp': time,
      'x-zendesk-webhook-signature': createHmac('sha256', secret).update(time + text).digest('base64') });
  }

  /** Until nothing is under way any more; what waits for a time gets it. */
  async settle({ step = 1000n, within_ms = 120_000 } = {}) {
    let before = -1;
    for (let looks = 0, end = Date.now() + within_ms; Date.now() < end; looks++) {
      const f = await this.figures();
      const idle = !f.outbox_waiting && !f.outbox_in_flight && !f.events_in_hand && !f.store_waiting;
      if (idle && f.turns_total === before) return f;
      before = idle ? f.turns_total : -1;
      if (!idle && !f.outbox_in_flight && looks > 2) this.later(step);
      await new Promise((r) => setTimeout(r, 1)); // some answers take their time, whatever the clock says
    }
    const rows = await this.query("SELECT key, target, state, attempt, next_at_ms, reason FROM outbox WHERE state NOT IN ('sent', 'dead', 'unknown')");
    throw new Error(`never comes to rest: ${this.now} ${JSON.stringify(rows)} ${JSON.stringify(await this.figures())} ${this.log.slice(-3000)}`);
  }

  async open(body) {
    const { json, status } = await this.call('POST', '/v1/cases', body);
    if (status !== 201) throw new Error(`not opened: ${status} ${JSON.stringify(json)}`);
    return json.case;
  }
}

// ---- plays

const words = { confirm: { yes: '네, 맞습니다', no: '아니요' }, consent: { yes: '네, 동의합니다', no: '아니요, 동의하지 않습니다' } };

/** The acts of a play by way of Zendesk: what people do comes as webhooks; what agents do by the API, or as a message of
 * theirs in Agent Workspace. chance: how, of all the ways there are. */
export class ZendeskStage extends Stage {
  constructor(world, play, { chance, ...options }) {
    super(world, play, options);
    Object.assign(this, { chance, done: {}, late: [], old: [] });
    const number = (n) => (BigInt('0x' + createHmac('sha256', play.name).update(String(n)).digest('hex').slice(0, 22)) + (6n << 88n)).toString(16).padStart(24, '0').slice(-24);
    Object.entries(this.body.parties).forEach(([role, party]) => Object.assign(party, { platform: 'talk', address: number(role) }));
    this.desk = String(100000 + parseInt(number('desk').slice(-6), 16));
    this.body.desk = { platform: 'desk', address: this.desk };
    for (const party of Object.values(this.body.parties)) if (party.mode !== 'bot') world.platform.conversation(party.address).active = agents;
  }

  count(what) { this.done[what] = (this.done[what] ?? 0) + 1; }
  address(role) { return this.body.parties[role].address; }

  /** Who is spoken to in English has only buttons and numbers to answer with, which a pasted question does not carry. */
  isEnglish(party) { return this.body.parties[party].language === 'en'; }
  async partyOf({ suggestion }) { return (await this.view()).suggestions.find((s) => s.id === suggestion).party; }

  /** One of these, by chance. */
  one(ways) { return ways[Math.floor(this.chance() * ways.length)]; }

  async post(url, body) {
    const { platform } = this.world;
    if (body.kind === 'message') platform.person(this.address(body.party), { type: 'text', text: body.text });
    else if (body.kind === 'button') await this.answer(body);
    else if (body.act === 'send' && this.chance() < 0.25 && !this.isEnglish(await this.partyOf(body))) await this.paste(body);
    else return super.post(url, body);
    this.count(body.kind === 'message' ? 'messages' : body.kind === 'button' ? 'answers' : 'pasted');
    await this.bring();
    return { status: 200 };
  }

  /** A question is answered by a press, by "1" and "2", or in words. */
  async answer({ party, question, choice }) {
    const { platform } = this.world, told = platform.told(this.address(party)).at(-1), n = choice === 'yes' ? 0 : 1;
    const action = told.content.actions?.[n];
    const { kind } = (await this.view()).waits.find((w) => w.id === question);
    const way = action ? this.one(this.isEnglish(party) ? ['press', 'typed'] : ['press', 'typed', 'words']) : 'words';
    this.count(way);
    platform.person(this.address(party), way === 'press' ? { type: 'text', text: action.text, payload: action.payload }
      : { type: 'text', text: way === 'typed' ? this.one([`${n + 1}`, ` ${n + 1}번`, ['１', '２'][n]]) : words[kind][choice] });
  }

  /** The agent pasted the suggestion into the composer of Zendesk. */
  async paste({ suggestion }) {
    const { party, text } = (await this.view()).suggestions.find((s) => s.id === suggestion);
    this.world.platform.agent(this.address(party), text);
  }

  /** Delivers what happened: what came of our own calls late and in any order, some of it twice. */
  async bring() {
    const { world } = this, isEcho = (e) => (e.payload.message ?? e.payload).metadata?.assent_key !== undefined;
    const batch = [], echoes = this.late.splice(0), fresh = [];
    for (const e of world.platform.events.splice(0)) (isEcho(e) ? echoes : fresh).push(e);
    for (const e of echoes) (this.chance() < 0.4 ? this.late : batch).push(e);
    for (const e of fresh) batch.splice(Math.floor(this.chance() * (batch.length + 1)), 0, e);
    if (this.chance() < 0.3) for (const e of batch) await world.deliver([e]);
    else await world.deliver(batch);
    if (this.chance() < 0.3) { await world.deliver(this.old.concat(batch)); this.count('copies'); }
    this.old = batch;
  }

  async settle() {
    await this.world.settle();
    if (this.chance() < 0.5) await this.bring();
    await this.world.settle();
  }
}
