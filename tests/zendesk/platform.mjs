// A Zendesk on loopback, as nasty as its documents allow: Sunshine Conversations, Support and the token endpoint in one
// server. It keeps messages, tickets and who holds a conversation as the platform does, holds each body against the
// platform's own OpenAPI document, and can be told to lose answers, to fail behind the deed, to limit, to stall.
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { check } from './documents.mjs';

export const APP = '5f2a7c1de4b0a9d3c6f81b42', KEY_ID = 'app_64c0ffee', KEY = 'secret-of-the-sunshine-key';
export const CLIENT = { id: 'assent', secret: 'secret-of-the-oauth-client' }, AGENT = 'bot@example.com';
/** Who may hold a conversation, as the switchboard lists them. */
export const ours = { id: '64d1a0000000000000000001', name: 'assent', integrationId: '64c0ffee9b1d2e3f4a5b6c7d', integrationType: 'custom' };
export const agents = { id: '64d1a0000000000000000002', name: 'zd-agentWorkspace', integrationId: '64c0ffee9b1d2e3f4a5b6c7e', integrationType: 'zd:agentWorkspace' };
const bots = { id: '64d1a0000000000000000003', name: 'zd-answerBot', integrationId: '64c0ffee9b1d2e3f4a5b6c7f', integrationType: 'zd:answerBot' };
const switchboard = [ours, agents, bots];

// Support: 30 changes of one ticket within 10 minutes from one user. Sunshine's list of messages may lag.
const UPDATES = 30, UPDATES_WITHIN_MS = 600_000, LAG_MS = 3000, PAGE = 100;

const answer = (status, body, headers = {}) => ({ status, body, headers });
const sunshineError = (status, code) => answer(status, { errors: [{ code, title: code }] });
const supportError = (status, error) => answer(status, { error, description: error });

/** A reproducible chance: 0 <= x < 1. */
export function chanceFrom(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Platform {
  /** now: milliseconds by the clock of the test. fault(request): how this request is treated, or null. */
  constructor({ now, fault = () => null }) {
    Object.assign(this, { now, fault, conversations: new Map(), tickets: new Map(), events: [], seen: [], violations: [], faults: {}, number: 0 });
    this.oauth = { access: new Map(), refresh: new Set(), expires_s: 7200, asked: [], delay_ms: 0, refuses: null };
    this.supportSecret = CLIENT.secret; // of an API token, too
    this.showsMetadata = true; // of the changes that made them, in the list of comments
    this.server = http.createServer((req, res) => this.take(req, res));
  }

  async listen() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  close() { this.server.closeAllConnections(); this.server.close(); }

  id() { return (0x67a10c0b00000000000000n + BigInt(++this.number)).toString(16).padStart(24, '0').slice(-24); }
  at(ms = this.now()) { return new Date(ms).toISOString(); }
  wrong(what) { this.violations.push(what); }
  hold(schema, body, what) { for (const one of check(schema, body)) this.wrong(`${what}: ${one}`); }

  // ---- HTTP

  take(req, res) {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('error', () => {});
    req.on('end', () => this.serve(req, res, Buffer.concat(chunks).toString()).catch((e) => this.wrong(`${req.method} ${req.url}: ${e.stack}`)));
  }

  async serve(req, res, text) {
    const url = new URL(req.url, this.url);
    const one = { method: req.method, path: url.pathname, query: url.searchParams, authorization: req.headers.authorization ?? '', at: this.now(), real: Date.now() };
    if (text) one.body = JSON.parse(text);
    if (text && !/^application\/json\b/.test(req.headers['content-type'] ?? '')) this.wrong(`${one.path}: content-type ${req.headers['content-type']}`);
    this.seen.push(one);
    const kind = one.path !== '/oauth/tokens' && this.fault(one);
    if (kind) this.faults[kind] = (this.faults[kind] ?? 0) + 1;
    one.fault = kind || null;
    if (kind === 'drop before') return req.socket.destroy();
    if (kind === '429') return this.say(res, answer(429, {}, { 'retry-after': '7' }));
    if (kind === '429 bare') return this.say(res, answer(429, {}));
    if (kind === '503 before') return this.say(res, answer(503, {}));
    if (kind === '403') return this.say(res, sunshineError(403, 'forbidden'));
    if (kind === '401') this.oauth.access.clear();
    one.lost = ['drop after', '500 after', 'stall'].includes(kind);
    const said = await this.route(one);
    one.answered = said;
    if (kind === 'drop after') return req.socket.destroy();
    if (kind === '500 after') return this.say(res, answer(500, { error: 'internal' }));
    return this.say(res, said, kind);
  }

  /** Slow: in small pieces. Stall: the end never comes. */
  async say(res, { status, body, headers }, kind) {
    const text = JSON.stringify(body);
    res.on('error', () => {});
    res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), ...headers });
    if (kind !== 'slow' && kind !== 'stall') return res.end(text);
    res.write(text.slice(0, Math.min(5, text.length - 1))); // a whole answer would be one, and hold up the next on its connection
    if (kind === 'stall') return undefined;
    for (let i = 5; i < text.length; i += Math.ceil(text.length / 5)) {
      await sleep(5);
      res.write(text.slice(i, i + Math.ceil(text.length / 5)));
    }
    return res.end();
  }

  route(one) {
    for (const [method, path, name] of routes) {
      const found = method === one.method && path.exec(one.path);
      if (found) return this[name](one, ...found.slice(1).map(decodeURIComponent));
    }
    this.wrong(`no such call: ${one.method} ${one.path}`);
    return sunshineError(404, 'not_found');
  }

  // ---- Sunshine Conversations

  conversation(id) {
    if (!this.conversations.has(id)) this.conversations.set(id, { id, messages: [], active: ours, pending: null });
    return this.conversations.get(id);
  }

  /** null: it may. */
  refuseKey(one, app) {
    if (one.authorization !== 'Basic ' + Buffer.from(`${KEY_ID}:${KEY}`).toString('base64')) return sunshineError(401, 'unauthorized');
    return app === APP ? null : sunshineError(404, 'app_not_found');
  }

  shown(c) {
    return { id: c.id, type: 'personal', ...(c.active && { activeSwitchboardIntegration: c.active }), ...(c.pending && { pendingSwitchboardIntegration: c.pending }) };
  }

  /** An event of a webhook; `about` as its document has it. */
  tell(type, c, about) {
    const event = { id: this.id(), createdAt: this.at(), type, payload: { conversation: this.shown(c), ...about } };
    this.hold(schemas[type], event, 'our own event');
    this.events.push(event);
    return event;
  }

  add(c, message, lag = 0) {
    const whole = { id: this.id(), received: this.at(), ...message };
    c.messages.push({ ...whole, listed: this.now() + lag });
    return whole;
  }

  postMessage(one, app, id) {
    const refused = this.refuseKey(one, app);
    if (refused) return refused;
    this.hold('messagePost', one.body, one.path);
    const c = this.conversation(id);
    for (const action of one.body.content.actions ?? []) if ([...action.text].length > 20) this.wrong(`a button that Messenger cuts: ${action.text}`);
    const message = this.add(c, { ...one.body, source: { type: 'api:conversations' } }, one.lost ? LAG_MS : 0);
    this.tell('conversation:message', c, { message });
    const said = { messages: [message] };
    this.hold('messagePostResponse', said, 'our own answer');
    return answer(201, said);
  }

  listMessages(one, app, id) {
    const refused = this.refuseKey(one, app);
    if (refused) return refused;
    const all = this.conversation(id).messages.filter((m) => m.listed <= this.now());
    return answer(200, { messages: all.slice(-PAGE).map(({ listed, ...m }) => m), meta: { hasMore: all.length > PAGE } });
  }

  getConversation(one, app, id) {
    return this.refuseKey(one, app) ?? answer(200, { conversation: { ...this.shown(this.conversation(id)), isDefault: false } });
  }

  control(one, app, id, action) {
    const refused = this.refuseKey(one, app);
    if (refused) return refused;
    this.hold(`${action}Body`, one.body, one.path);
    const c = this.conversation(id), { metadata } = one.body, wanted = one.body.switchboardIntegration;
    const to = switchboard.find((s) => [s.id, s.name, s.integrationType].includes(wanted));
    if (JSON.stringify(metadata ?? {}).length > 4096) this.wrong('metadata over 4 KB');
    if (['passControl', 'offerControl'].includes(action) && !to) return sunshineError(400, 'switchboard_invalid_target');
    if (action === 'offerControl' && to === c.active) return sunshineError(400, 'switchboard_invalid_action');
    if (action === 'acceptControl' && c.pending !== ours) return sunshineError(403, 'forbidden');
    if (action === 'releaseControl' && c.active !== ours) return sunshineError(403, 'forbidden');
    this.hand(c, action, to ?? (action === 'acceptControl' ? ours : null), { ...(metadata && { metadata }) });
    return answer(200, {});
  }

  /** Somebody did that with the switchboard, and everybody is told. */
  hand(c, action, to, about = {}) {
    if (action === 'offerControl') c.pending = to;
    else Object.assign(c, { active: to, pending: null });
    return this.tell(`switchboard:${action}`, c, about);
  }

  /** A person writes or presses: the content as the platform has it. */
  person(id, content) {
    const c = this.conversation(id);
    const message = this.add(c, { author: { type: 'user', userId: `user-${id}`, displayName: '고객' }, content, source: { type: 'web', integrationId: '5ec69c6e12dda33be985cb1a' } });
    return this.tell('conversation:message', c, { message });
  }

  /** An agent writes in Agent Workspace. */
  agent(id, text, name = '김하나') {
    const c = this.conversation(id);
    const message = this.add(c, { author: { type: 'business', displayName: name, subtypes: ['agent'] }, content: { type: 'text', text }, source: { type: 'zd:agentWorkspace' } });
    return this.tell('conversation:message', c, { message });
  }

  /** What a person was shown, in order: by us and by agents. */
  told(id) { return this.conversation(id).messages.filter((m) => m.author.type === 'business'); }

  // ---- Support

  ticket(id) {
    if (!this.tickets.has(id)) this.tickets.set(id, { id, comments: [], tags: ['문의', 'vip'], status: 'open', updates: [] });
    return this.tickets.get(id);
  }

  refuseToken(one, t) {
    const [scheme, proof] = one.authorization.split(' ');
    const basic = scheme === 'Basic' && Buffer.from(proof, 'base64').toString() === `${AGENT}/token:${this.supportSecret}`;
    const expires = scheme === 'Bearer' && this.oauth.access.get(proof);
    if (!basic && !(expires && expires > this.now())) return supportError(401, "Couldn't authenticate you");
    return t.status === 'deleted' ? supportError(404, 'RecordNotFound') : null;
  }

  /** null: it may. */
  refuseUpdate(t) {
    const since = this.now() - UPDATES_WITHIN_MS;
    t.updates = t.updates.filter((ms) => ms > since);
    if (t.updates.length >= UPDATES) return answer(429, { error: 'TooManyUpdates' }, { 'retry-after': String(Math.ceil((t.updates[0] - since) / 1000)) });
    if (t.status === 'closed') return answer(422, { error: 'RecordInvalid', description: 'Record validation errors', details: { status: [{ description: 'Status: closed prevents ticket update', error: 'ClosedPrevents' }] } });
    t.updates.push(this.now());
    return null;
  }

  updateTicket(one, id) {
    const t = this.ticket(id), refused = this.refuseToken(one, t) ?? this.refuseUpdate(t);
    if (refused) return refused;
    this.hold('TicketUpdateRequest', one.body, one.path);
    const { comment, metadata, tags } = one.body.ticket, audit = ++this.number;
    if (tags) t.tags = tags;
    if (comment) this.comment(t, comment, metadata, audit);
    return answer(200, { ticket: { id: Number(id), status: t.status, tags: t.tags }, audit: { id: audit, ticket_id: Number(id), events: [], metadata: { system: {}, custom: metadata ?? {} } } });
  }

  comment(t, comment, metadata, audit) {
    if (comment.public !== false) this.wrong(`ticket ${t.id}: a comment that the customer sees`);
    if (/\{\{|\{%/.test(comment.html_body)) this.wrong(`ticket ${t.id}: a placeholder that Zendesk fills in: ${comment.html_body.slice(0, 80)}`);
    if (/<script|\son\w+=/i.test(comment.html_body)) this.wrong(`ticket ${t.id}: markup`);
    if (Buffer.byteLength(comment.html_body) > 65536) this.wrong(`ticket ${t.id}: cut without a word`);
    t.comments.push({ id: ++this.number, type: 'Comment', audit_id: audit, public: comment.public, html_body: comment.html_body, created_at: this.at(),
      metadata: { system: {}, ...(this.showsMetadata && { custom: metadata ?? {} }) } });
  }

  listComments(one, id) {
    const t = this.ticket(id), newest = [...t.comments].reverse();
    if (one.query.get('sort_order') !== 'desc') this.wrong('comments: the oldest page was asked for');
    return this.refuseToken(one, t) ?? answer(200, { comments: newest.slice(0, PAGE), next_page: newest.length > PAGE ? 'more' : null, count: newest.length });
  }

  /** PUT adds; POST replaces all that the ticket has. */
  changeTags(one, id) {
    const t = this.ticket(id), refused = this.refuseToken(one, t) ?? this.refuseUpdate(t);
    if (refused) return refused;
    this.hold('TagsByObjectIdResponse', one.body, one.path);
    t.tags = one.method === 'POST' ? one.body.tags : [...new Set([...t.tags, ...one.body.tags])];
    return answer(200, { tags: t.tags });
  }

  listTags(one, id) {
    const t = this.ticket(id);
    return this.refuseToken(one, t) ?? answer(200, { tags: t.tags });
  }

  notes(id) { return this.ticket(id).comments.map((c) => c.html_body); }

  // ---- tokens

  /** A refresh token is good once, and with the new pair the old one is over. */
  async token(one) {
    const { oauth } = this, { body } = one;
    oauth.asked.push(body.grant_type);
    if (oauth.delay_ms) await sleep(oauth.delay_ms);
    if (oauth.refuses) return answer(400, { error: oauth.refuses, error_description: 'no' });
    if (body.client_id !== CLIENT.id || body.client_secret !== CLIENT.secret) return answer(401, { error: 'invalid_client' });
    if (body.grant_type === 'refresh_token' && !oauth.refresh.delete(body.refresh_token)) return answer(400, { error: 'invalid_grant' });
    const pair = { access_token: `access-${++this.number}`, refresh_token: `refresh-${this.number}` };
    oauth.access.clear();
    oauth.access.set(pair.access_token, this.now() + oauth.expires_s * 1000);
    oauth.refresh.add(pair.refresh_token);
    return answer(200, { ...pair, token_type: 'bearer', scope: body.scope, expires_in: oauth.expires_s, refresh_token_expires_in: 7776000 });
  }
}

const conversations = '^/sc/v2/apps/([^/]+)/conversations/([^/]+)';
const routes = [
  ['POST', new RegExp(`${conversations}/messages$`), 'postMessage'], ['GET', new RegExp(`${conversations}/messages$`), 'listMessages'],
  ['GET', new RegExp(`${conversations}$`), 'getConversation'], ['POST', new RegExp(`${conversations}/((?:pass|offer|accept|release)Control)$`), 'control'],
  ['PUT', /^\/api\/v2\/tickets\/([^/]+)\.json$/, 'updateTicket'], ['GET', /^\/api\/v2\/tickets\/([^/]+)\/comments\.json$/, 'listComments'],
  ['PUT', /^\/api\/v2\/tickets\/([^/]+)\/tags$/, 'changeTags'], ['POST', /^\/api\/v2\/tickets\/([^/]+)\/tags$/, 'changeTags'],
  ['GET', /^\/api\/v2\/tickets\/([^/]+)\/tags$/, 'listTags'], ['POST', /^\/oauth\/tokens$/, 'token'],
];

const schemas = {
  'conversation:message': 'conversationMessageEvent', 'conversation:message:delivery:failure': 'conversationMessageDeliveryFailureEvent', 'switchboard:passControl': 'switchboardPassControl', 'switchboard:offerControl': 'switchboardOfferControl',
  'switchboard:acceptControl': 'switchboardAcceptControl', 'switchboard:releaseControl': 'switchboardReleaseControl', 'switchboard:passControl:failure': 'switchboardPassControlFailure',
};
