// KakaoTalk as a centre meets it, for suites: a dealer of 상담톡 (DKT or Happytalk) who keeps who is in a session and what each
// person was shown, a sender of AlimTalk (NHN or Solapi), and people who write, press and follow invitations. As nasty as a
// suite tells them to be. All on loopback.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { client, onEnd, secretFile, serve } from './assent.mjs';

export const SENDER = '0123456789abcdef0123456789abcdef01234567', TOKEN = 'client-token-'.repeat(3);
const HOOK = 'hook-secret-'.repeat(3), OUT = 'dealer-secret-'.repeat(3);
const extraForm = /^[A-Za-z0-9_]{1,50}$/;
const points = (text) => [...text].length;

/** A server that takes JSON: take(req, body) -> { status?, headers?, body }, or 'drop', or { slow: ms, body }. */
async function listen(take) {
  const server = http.createServer((req, res) => {
    const chunks = [];
    req.on('data', (c) => chunks.push(c));
    req.on('end', () => {
      const answer = take(req, JSON.parse(Buffer.concat(chunks).toString() || 'null'));
      if (answer === 'drop') { req.socket.destroy(); return; }
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      res.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      if (!answer.slow) { res.end(text); return; }
      res.write(text.slice(0, 1));
      setTimeout(() => res.end(text.slice(1)), answer.slow).unref();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onEnd(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${server.address().port}`;
}

/** Every value behind a key that is an extra, or a template's token, at any depth. */
export function extrasOf(body, found = []) {
  if (body && typeof body === 'object')
    for (const [k, v] of Object.entries(body)) {
      if (/extra$|^#?\{?token\}?$/i.test(k) && typeof v === 'string') found.push(v);
      else extrasOf(v, found);
    }
  return found;
}

// ---- 상담톡

/* What the two dealers' calls are; each: (req, body) -> { what: 'message'|'end', user, text, buttons, serial, wrong: [] } */
const readers = {
  dkt(req, body) {
    const section = body.chapters?.[0]?.sections?.[0], buttons = section?.attachment?.buttons ?? [], h = req.headers;
    const what = { '/api/v1/send/plain': 'message', '/api/v1/send/rich': 'message', '/api/v1/send/end': 'end' }[req.url];
    const wrong = [!what && `path ${req.url}`, h['x-platform-type'] !== 'kakao_counsel_talk' && 'X-Platform-Type', h['x-service-key'] !== SENDER && 'X-Service-Key',
      what === 'message' && (body.version !== 1 || body.chapters.length !== 1 || body.chapters[0].sections.length !== 1) && 'not one section',
      what === 'message' && (req.url.endsWith('rich') !== buttons.length > 0) && 'plain or rich', h['x-dealer-secret'] !== OUT && 'the secret'];
    return { what, user: h['x-user-key'], session: h['x-event-key'], text: section?.data, buttons, wrong };
  },
  happytalk(req, body) {
    const path = '/kakaoWebhook/v3/bzc/chat/send', h = req.headers, buttons = body.attachment?.buttons ?? [];
    const what = { [`${path}/plain`]: 'message', [`${path}/rich`]: 'message', '/v1/chat/end': 'end' }[req.url];
    const wrong = [!what && `path ${req.url}`, body.sender_key !== SENDER && 'sender_key', h['ht-client-id'] !== 'client' && 'HT-Client-Id', h['ht-client-secret'] !== OUT && 'HT-Client-Secret',
      what === 'message' && body.chat_bubble_type !== 'TEXT' && 'chat_bubble_type', what === 'message' && (req.url.endsWith('rich') !== buttons.length > 0) && 'plain or rich',
      what === 'message' && !(body.serial_number?.length <= 30) && 'serial_number'];
    return { what, user: body.user_key, text: body.message, buttons, serial: body.serial_number, wrong };
  },
};

/** The answers of the dealers: code 0 is success. */
const answers = {
  dkt: (code) => (code === 0
    ? { code: 'SUCCESS', payload: { message_info: [{ code: 0, created_at: '2026-11-22T10:50:40.358', serial_number: 's1' }], success_count: 1, fail_count: 0 } }
    : { code: 'FAILED', payload: { message_info: [{ code, message: 'Exception', serial_number: 's1' }], success_count: 0, fail_count: 1 } }),
  happytalk: (code) => (code === 0 ? { code: 0, message: '' } : { code, message: 'Exception' }),
};

class Dealer {
  /* people: user key -> { session, shown: [{ text, buttons }] }; calls: all that came; outside: calls to who was in no session */
  constructor(dialect) {
    Object.assign(this, { dialect, people: new Map(), calls: [], serials: new Set(), wrong: [], extras: [], outside: 0, traffic: [], fault: () => null });
  }
  person(key) {
    if (!this.people.has(key)) this.people.set(key, { session: null, shown: [] });
    return this.people.get(key);
  }
  answer(code) { return { body: answers[this.dialect](code) }; }

  take(req, body) {
    const call = readers[this.dialect](req, body), { text = '', buttons } = call;
    this.calls.push(Object.assign(call, { at: Date.now() }));
    this.extras.push(...extrasOf(body));
    this.wrong.push(...call.wrong.filter(Boolean), ...[points(text) > 1000 && 'over 1,000', buttons.length > 5 && 'buttons'].filter(Boolean),
      ...buttons.flatMap((b) => [points(b.name) > 28 && `name ${b.name}`, b.type !== 'BK' && 'type', !extraForm.test(b.extra) && `extra ${b.extra}`].filter(Boolean)));
    const fault = this.fault(call, this.calls.length);
    const answer = fault && !fault.taken ? fault.answer ?? fault : this.show(call, fault);
    this.traffic.push({ out: { path: req.url, headers: req.headers, body }, answer });
    return answer;
  }
  /* The message reaches its person, whatever is answered. */
  show(call, fault) {
    const person = this.people.get(call.user);
    if (!person?.session) { this.outside++; return this.answer(-502); }
    if (call.what === 'end') { person.session = null; return this.answer(0); }
    if (call.serial && this.serials.has(call.serial)) return this.answer(-504);
    this.serials.add(call.serial);
    person.shown.push({ text: call.text, buttons: call.buttons });
    return fault?.answer ?? (fault?.slow ? { ...this.answer(0), slow: fault.slow } : this.answer(0));
  }
}

// ---- 알림톡

class AlimTalk {
  /* sent: [{ phone, token, key, sms }] */
  constructor(dealer) { Object.assign(this, { dealer, sent: [], calls: [], keys: new Set(), extras: [], wrong: [], bodies: [], traffic: [], fault: () => null }); }

  take(req, body) {
    this.calls.push({ url: req.url, headers: req.headers, body });
    this.extras.push(...extrasOf(body));
    const fault = this.fault(this.calls.length);
    const answer = fault && !fault.taken ? fault.answer ?? fault : this[this.dealer](req, body, fault);
    this.traffic.push({ out: { path: req.url, headers: req.headers, body }, answer });
    return answer;
  }
  nhn(req, body, fault) {
    const [to] = body.recipientList ?? [{}], key = req.headers['x-nc-api-idempotency-key'];
    this.wrong.push(...[req.url !== '/alimtalk/v2.3/appkeys/app-1/messages' && req.url, req.headers['x-secret-key'] !== OUT && 'X-Secret-Key', body.senderKey !== SENDER && 'senderKey',
      body.templateCode !== 'invite_1' && 'templateCode', Object.keys(to.templateParameter ?? {}).join() !== '상담사' && 'templateParameter', body.recipientList?.length !== 1 && 'recipientList', !/^0\d{8,11}$/.test(to.recipientNo) && `recipientNo ${to.recipientNo}`,
      !extraForm.test(to.buttons?.[0]?.chatExtra ?? '') && 'chatExtra', to.recipientGroupingKey !== key && 'recipientGroupingKey'].filter(Boolean));
    if (this.keys.has(key)) return { body: { header: { resultCode: -1005, resultMessage: 'duplicated', isSuccessful: false } } };
    this.keys.add(key);
    this.sent.push({ values: to.templateParameter, phone: to.recipientNo, token: to.buttons?.[0]?.chatExtra, key, sms: to.resendParameter?.isResend });
    return fault?.answer ?? { body: { header: { resultCode: 0, resultMessage: 'success', isSuccessful: true },
      message: { requestId: `r${this.sent.length}`, sendResults: [{ recipientSeq: 1, recipientNo: to.recipientNo, resultCode: 0, resultMessage: 'success', recipientGroupingKey: key }] } } };
  }
  solapi(req, body, fault) {
    const [one] = body.messages ?? [{}], { kakaoOptions: k = {} } = one;
    this.wrong.push(...[req.url !== '/messages/v4/send-many/detail' && req.url, !/^HMAC-SHA256 apiKey=api-1, date=\S+, salt=\w+, signature=[0-9a-f]{64}$/.test(req.headers.authorization) && 'Authorization',
      body.messages?.length !== 1 && 'messages', one.type !== 'ATA' && 'type', k.pfId !== SENDER && 'pfId', !/^0\d{8,11}$/.test(one.to) && `to ${one.to}`, !extraForm.test(k.variables?.['#{token}'] ?? '') && 'token', Object.keys(k.variables ?? {}).sort().join() !== '#{token},#{상담사}' && 'variables'].filter(Boolean));
    this.sent.push({ values: { 상담사: k.variables?.['#{상담사}'] }, phone: one.to, token: k.variables?.['#{token}'], key: one.customFields?.key, sms: !k.disableSms });
    return fault?.answer ?? { body: { groupInfo: { _id: 'g1' }, failedMessageList: [], messageList: [{ messageId: `M${this.sent.length}`, statusCode: '2000', to: one.to }] } };
  }
}

/** What the senders tell later of an invitation. */
const results = {
  nhn: (key, resultCode) => ({ hooksId: 'h', webhookConfigId: 'w', productName: 'KakaoTalk Bizmessage', appKey: 'app-1', event: 'MESSAGE_RESULT_UPDATE',
    hooks: [{ hookId: `${key}-${resultCode}`, requestId: 'r1', recipientSeq: 1, recipientGroupingKey: key, resultCode }] }),
  solapi: (key, statusCode) => [{ messageId: `M-${key}`, statusCode, type: 'ATA', customFields: { key } }],
};

// ---- people

let serial = 1000000000000000000n, sessions = 100000000;

class Person {
  constructor(world, key) { Object.assign(this, { world, key, at: world.dealer.person(key) }); }
  get shown() { return this.at.shown; }
  get texts() { return this.at.shown.map((m) => m.text); }
  keys(spelling) {
    const { session } = this.at;
    return { headers: [{ 'x-service-key': SENDER, 'x-user-key': this.key, 'x-event-key': session ?? '' }, {}],
      snake: [{}, { sender_key: SENDER, user_key: this.key, session_id: session }], camel: [{}, { userKey: this.key, sessionId: session }] }[spelling];
  }
  /** A delivery of what happened to this person: message, reference, expired_session, seen_info, personal_info. */
  tell(what, body, { spelling = 'headers', time = this.world.now(), secret } = {}) {
    const [headers, keys] = this.keys(what === 'message' || spelling !== 'headers' ? spelling : 'snake');
    return this.world.deliver(what, { ...keys, ...(what === 'message' ? {} : { time }), ...body }, { ...headers, ...(secret && { 'x-assent-secret': secret }) });
  }
  /** Opens the room: by himself, or with the extra of a button that led here. */
  open(extra = '', more = {}) {
    this.at.session = String(++sessions);
    return this.tell('reference', { app_user_id: null, reference: { extra, text: '', lastText: '' }, last_reference: { extra: '', bot: '' } }, more);
  }
  closes(more = {}) {
    const told = this.tell('expired_session', {}, more);
    this.at.session = null;
    return told;
  }
  /** Writes; opens the room where he was in none. more: { spelling ('hub' too), time, extra, number }. */
  async write(text, { extra, number = String(++serial), time = this.world.now(), spelling = this.world.spelling, ...more } = {}) {
    this.at.session ??= String(++sessions);
    if (spelling === 'hub')
      return this.world.deliver('message', { user_key: this.key, sender_key: SENDER, time, serial_number: number, type: 'text', contents: [text], ...(extra && { extra }), session_id: this.at.session }, more.secret ? { 'x-assent-secret': more.secret } : {});
    return this.tell('message', { chapters: [{ sections: [{ type: 'text', data: text, lock: false, attachment: null }] }], ...(extra && { extra }), meta: { serialNumber: number, created: time, sessionId: this.at.session } }, { spelling, ...more });
  }
  /** Presses the button that begins with the label, of the newest bubble that has one; DKT gives back its name alone. */
  press(label, more = {}) {
    const button = this.button(label);
    return this.write(button.name, { ...(this.world.dealer.dialect === 'happytalk' && { extra: button.extra }), ...more });
  }
  button(label) {
    const found = this.shown.findLast((m) => m.buttons.some((b) => b.name.startsWith(label)))?.buttons.find((b) => b.name.startsWith(label));
    assert.ok(found, `no button ${label} was shown`);
    return found;
  }
}

// ---- a running program among them

/** options: { dialect, alimtalk, sms, opens, press, target (more of the target), config, clock, serve (more of serve()) } */
export async function kakaoWorld({ dialect = 'dkt', alimtalk = 'nhn', sms, opens, press, target = {}, config = {}, clock, ...more } = {}) {
  const dealer = new Dealer(dialect), invites = new AlimTalk(alimtalk);
  const consult = { dealer: dialect, sender_key: SENDER, ...(dialect === 'dkt' ? { auth_header: 'x-dealer-secret' } : { client_id: 'client' }), ...(press && { press }), ...(opens && { opens, target: 'talk' }) };
  const invite = { dealer: alimtalk, sender_key: SENDER, template: 'invite_1', variables: { 상담사: 'agent_name' }, ...(alimtalk === 'nhn' ? { app_key: 'app-1', button: 1 } : { api_key: 'api-1', token_variable: 'token' }), ...(sms && { sms }) };
  const urls = { talk: await listen((...a) => dealer.take(...a)), invites: await listen((...a) => invites.take(...a)) };
  const calm = { allow_private: true, timeout_ms: 1500, breaker: { failures: 1000 } };
  const start = (data) => serve({
    config: {
      api_clients: [{ name: 'crm', speaks_for: ['console'], token_file: secretFile(TOKEN) }], people_on: 'talk',
      sources: [{ name: 'talk', platform: 'kakao_consult', speaks_for: ['talk'], secret_file: secretFile(HOOK), settings: consult },
        { name: 'invites', platform: 'kakao_alimtalk', speaks_for: ['invites'], secret_file: secretFile(HOOK), settings: invite }],
      targets: [{ name: 'talk', platform: 'kakao_consult', url: urls.talk, secret_file: secretFile(OUT), settings: consult, invite: 'invites', ...calm, ...target },
        { name: 'invites', platform: 'kakao_alimtalk', url: urls.invites, secret_file: secretFile(OUT), settings: invite, ...calm }],
      ...config,
    }, ...(clock && { program: 'test/assent-driven', env: clock.env }), ...more, ...(data && { data }),
  });
  let server = await start(), ask = client(server, TOKEN);
  const call = (...given) => ask(...given);
  const view = async (id) => (await call('GET', `/v1/cases/${id}`)).json;
  const post = async (path, body, headers) => {
    const answer = await fetch(`${server.origin}/hooks/${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'x-assent-secret': HOOK, 'x-toast-webhook-signature': HOOK, ...headers } });
    return { status: answer.status, json: await answer.json().catch(() => null) };
  };
  const world = {
    server, call, view, dealer, invites, urls, hookSecret: HOOK, spelling: dialect === 'dkt' ? 'headers' : 'hub', now: clock ? clock.now : Date.now, traffic: [],
    deliver: async (what, body, headers = {}) => {
      const answer = await post(`talk/api/v1/receive/${what}`, body, headers);
      dealer.traffic.push({ in: { path: `api/v1/receive/${what}`, headers, body }, answer });
      return answer;
    },
    person: (key) => new Person(world, key),
    /** Kills the program and starts it again on the same data. */
    restart: async () => {
      await server.stop('SIGKILL');
      world.server = server = await start(server.data);
      ask = client(server, TOKEN);
    },
    result: (key, code) => post('invites', results[alimtalk](key, code)),
    act: async (id, event) => {
      const answer = await call('POST', `/v1/cases/${id}/events`, { by: '김하나', ...event });
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    },
    says: (id, text, party = 'caller') => world.act(id, { kind: 'words', party, text }),
    sends: async (id, more = { act: 'send' }) => {
      const offer = (await view(id)).suggestions.findLast((s) => s.state === 'offered');
      assert.ok(offer, 'nothing is offered');
      await world.act(id, { kind: 'suggestion', suggestion: offer.id, ...more });
      return offer;
    },
    open: async (facts, parties, body = {}) => {
      const answer = await call('POST', '/v1/cases', { facts, parties, ...body });
      assert.equal(answer.status, 201, answer.text);
      return answer.json.case;
    },
  };
  return world;
}
