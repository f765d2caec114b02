// Kakao's side of a chatbot's skill, for suites: it calls our skill server as the documents say, holds every answer against
// schema and limits, and takes what comes to the address that it lends. All on loopback.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { lateness, receiver, root } from './assent.mjs';

const shared = path.join(root, '../shared/specs/kakao/skill');
/** Why answers are held against our own reading of the limits alone; null: against the schema too. */
export const withoutSchema = fs.existsSync(shared) ? null : 'the schema is not here (../shared/specs/kakao/skill)';
const fits = withoutSchema ? () => true : (() => {
  const Ajv = createRequire(path.join(root, 'tests/package.json'))('ajv').default;
  const ajv = new Ajv({ allErrors: true, strict: false });
  const valid = ajv.compile(JSON.parse(fs.readFileSync(path.join(shared, 'schema/skill-response.schema.json'), 'utf8')));
  return (body) => valid(body) || ajv.errorsText(valid.errors);
})();

/** What is wrong with a SkillResponse; '': Kakao would show it. */
export function faultOf(body) {
  if (body?.version !== '2.0') return 'version';
  if (fits(body) !== true) return fits(body);
  if (body.useCallback) return body.template ? 'a template beside useCallback' : '';
  const { outputs = [], quickReplies = [] } = body.template ?? {};
  if (outputs.length < 1 || outputs.length > 3) return `${outputs.length} outputs`;
  if (outputs.some((o) => [...(o.simpleText?.text ?? '')].length < 1 || [...o.simpleText.text].length > 1000)) return 'a text of 0 or over 1,000 characters';
  if (quickReplies.length > 10) return 'quick replies';
  if (quickReplies.some((q) => q.action !== 'message' || !q.messageText || !/^\w{1,50}$/.test(q.extra?.assent ?? ''))) return 'a quick reply that brings nothing back';
  return Buffer.byteLength(JSON.stringify(body)) > 30000 ? 'over 30 KB' : '';
}

export const SECRET = 'skill-secret-'.repeat(3);
let number = 0;

/** The body of a call. more: { extra (of the pressed button), callbackUrl, block, chat }. */
export function payload(user, utterance, { extra = {}, callbackUrl, block = 'b-fallback', chat } = {}) {
  const id = { id: block, name: '블록' };
  return {
    bot: { id: 'bot1', name: '봇' }, intent: { ...id, extra: { reason: { code: 1, message: 'OK' } } },
    action: { id: 's1', name: '스킬', params: {}, detailParams: {}, clientExtra: extra },
    userRequest: {
      block: id, utterance, lang: 'ko', timezone: 'Asia/Seoul', params: { surface: 'Kakaotalk.plusfriend' },
      user: { id: user, type: 'botUserKey', properties: { botUserKey: user, plusfriendUserKey: 'p-' + user } },
      ...(callbackUrl && { callbackUrl }), ...(chat && { chat }),
    },
    contexts: [], flow: { trigger: { type: 'TEXT_INPUT' }, lastBlock: id, unknown_in_2026: [1] },
  };
}

export class Skill {
  /** slowest: milliseconds of the slowest answer so far, without those that the machine was late by. */
  constructor(server, source = 'bot') { Object.assign(this, { url: `${server.origin}/hooks/${source}`, slowest: 0, answers: 0 }); }

  /** Any body: { status, json, ms, own: those that were not the machine's, at: when it came }. */
  async raw(body, { footprint = `chp-${++number}`, secret = SECRET, headers = {} } = {}) {
    const at = Date.now(), late = lateness();
    const answer = await fetch(this.url, {
      method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'user-agent': 'AHC/2.1', 'x-assent-secret': secret, 'x-chappie-footprint': footprint, 'x-request-id': footprint, ...headers },
    });
    const text = await answer.text(), ms = Date.now() - at, own = ms - late();
    let json = null;
    try { json = JSON.parse(text); } catch { /* the status is enough */ }
    this.slowest = Math.max(this.slowest, own);
    return { status: answer.status, json, ms, own, at: at + ms };
  }

  /** A person says something: { texts, replies, later, json, ms, at }. */
  async say(user, utterance, more = {}) {
    const answer = await this.raw(payload(user, utterance, more), more);
    assert.equal(answer.status, 200, JSON.stringify(answer.json));
    assert.equal(faultOf(answer.json), '', JSON.stringify(answer.json));
    this.answers++;
    return { ...answer, later: answer.json.useCallback === true, ...shown(answer.json) };
  }

  /** ... presses one of the quick replies that were shown. */
  press(user, reply, more = {}) { return this.say(user, reply.messageText, { ...more, extra: reply.extra }); }
}

/** What a person sees of an answer. */
export function shown(body) {
  return { texts: (body.template?.outputs ?? []).map((o) => o.simpleText.text), replies: body.template?.quickReplies ?? [] };
}

/** The addresses that Kakao lends, each good for one use within a minute: .lend() gives one, .used(url) what came to it. */
export async function callbacks() {
  const target = await receiver(() => taken('SUCCESS'));
  const origin = new URL(target.url).origin;
  return {
    seen: target.seen,
    set answer(fn) { target.answer = fn; },
    lend: () => `${origin}/callback/${++number}?key=${'k'.repeat(20)}`,
    used: (url) => target.seen.filter((one) => origin + one.url === url).map((one) => ({ ...one, json: JSON.parse(one.body) })),
  };
}

/** The documented result of a use. */
export const taken = (status, message = '') => ({ status: 200, body: JSON.stringify({ taskId: 'task-1', status, message, timestamp: 1700000000000 }) });
