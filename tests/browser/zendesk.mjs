// Zendesk's agent interface, played: a page of the account's own origin that opens our app in a frame of 320 px by a form
// post with a signed token, and answers the messages of Zendesk's SDK. Neither can be reached from here, so both are put
// in the place of their real addresses. ASSENT_ZAF_SDK: a file with Zendesk's own SDK, in the place of the stand-in.
import fs from 'node:fs';
import { origin, token } from '../lib/zendesk-app.mjs';

/* What of the SDK our page uses, by the SDK's own messages. */
const standIn = `globalThis.ZAFClient = { init() {
  const given = new URLSearchParams(location.search), origin = given.get('origin'), appGuid = given.get('app_guid');
  if (!origin || !appGuid) return false;
  const handlers = {}, pending = new Map(), early = [];
  let metadata = null, ids = 0;
  const post = (message) => parent.postMessage(JSON.stringify({ appGuid, instanceGuid: appGuid, ...message }), origin);
  const send = (message) => (metadata ? post(message) : early.push(message));
  const ask = (request, params) => new Promise((resolve, reject) => {
    pending.set(++ids, { resolve, reject });
    send({ id: ids, request, params });
  });
  const one = (path, result) => {
    if (typeof path === 'string' && result.errors?.[path]) throw new Error(result.errors[path].message);
    return result;
  };
  addEventListener('message', (event) => {
    if (event.origin !== origin || event.source !== parent) return;
    const data = JSON.parse(event.data), waiting = pending.get(data.id);
    if (waiting) {
      pending.delete(data.id);
      if (data.error) waiting.reject(new Error(data.error.message)); else waiting.resolve(data.result);
    } else if (data.key === 'zaf.app.registered') {
      metadata = data.message.metadata;
      early.splice(0).forEach(post);
    }
    (handlers[data.key?.replace(/^zaf\\./, '')] ?? []).forEach((fn) => fn(data.message));
  });
  const client = {
    on(name, fn) { (handlers[name] ??= []).push(fn); send({ key: 'iframe.on:' + name, message: { subscriberCount: handlers[name].length } }); },
    get: (path) => ask('get', [path].flat()).then((r) => one(path, r)),
    invoke: (name, ...args) => ask('invoke', { [name]: args }).then((r) => one(name, r)),
    metadata: () => new Promise((done) => (metadata ? done(metadata) : client.on('app.registered', () => done(metadata)))),
  };
  post({ key: 'iframe.handshake', message: { version: 'stand-in' } });
  return client;
} };`;

/* The host: zendesk.ticket, .user, .settings and .conversation are what tests set; .broken names invocations that fail. */
const host = (more) => `<!doctype html><meta charset="utf-8"><title>Zendesk</title>
<style>body { margin: 0; display: flex; font: 14px sans-serif } iframe { width: 320px; height: 640px; border: 0 } #left { flex: 1 }</style>
<div id="left"><div id="composer" contenteditable></div><button id="send">보내기</button></div>
<iframe name="app" title="app"></iframe>
<script>
const zendesk = ${JSON.stringify(more).replaceAll('<', '\\u003c')};
zendesk.asked = [];
const frame = document.querySelector('iframe'), composer = document.getElementById('composer');
const post = (message) => frame.contentWindow.postMessage(JSON.stringify(message), '*');
const paths = { currentUser: () => zendesk.user, 'ticket.conversation': () => zendesk.conversation };
function get(names) {
  const result = { errors: {} };
  for (const name of names) {
    if (zendesk.silent?.includes(name)) return;
    if (name in paths) result[name] = paths[name]();
    else if (name in zendesk.ticket) result[name] = zendesk.ticket[name];
    else result.errors[name] = { message: 'no such property', name: 'APIPathNotFoundError', path: name };
  }
  return result;
}
function invoke([[name, args]]) {
  if (zendesk.broken?.includes(name)) return { errors: { [name]: { message: 'not here', name: 'APIInvocationError', path: name } } };
  if (name === 'ticket.editor.insert') composer.innerHTML += args[0]; // as a rich editor does
  if (name === 'comment.appendText') composer.append(args[0]);
  if (name === 'resize' && !zendesk.fixed) frame.style.height = args[0].height;
  return { errors: {} };
}
addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow) return;
  const data = JSON.parse(event.data);
  if (data.request) {
    zendesk.asked.push([data.request, data.params]);
    const result = data.request === 'get' ? get(data.params) : invoke(Object.entries(data.params));
    if (result) post({ id: data.id, result });
  } else if (data.key === 'iframe.handshake') {
    post({ key: 'zaf.app.registered', message: { metadata: { appId: 77, installationId: 77, name: 'Assent', settings: zendesk.settings }, context: { location: 'ticket_sidebar' } } });
  }
});
document.getElementById('send').addEventListener('click', () => {
  zendesk.conversation.push({ author: { role: 'agent', name: zendesk.user.name }, message: { content: composer.innerHTML, contentType: 'text/html' }, timestamp: new Date().toISOString() });
  composer.innerHTML = '';
  post({ key: 'zaf.ticket.conversation.changed', message: zendesk.conversation });
});
zendesk.activate = (active) => post({ key: active ? 'zaf.app.activated' : 'zaf.app.deactivated', message: {} });
zendesk.open = (action, token) => {
  const form = Object.assign(document.createElement('form'), { method: 'post', target: 'app', action });
  form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'token', value: token }));
  document.body.append(form);
  form.submit();
  form.remove();
};
</script>`;

const usual = {
  ticket: { 'ticket.id': 42 }, user: { id: 35436, name: '김하나', role: 'agent' }, settings: {}, conversation: [],
};

/** Puts Zendesk into the browser of that person. from: the origin of its page. */
export async function zendesk(person, server, app, from = origin) {
  const sdk = process.env.ASSENT_ZAF_SDK ? fs.readFileSync(process.env.ASSENT_ZAF_SDK, 'utf8') : standIn;
  const pages = new Map();
  await person.context.route('https://static.zdassets.com/**', (route) => route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: sdk }));
  await person.context.route(`${from}/**`, (route) => {
    const page = pages.get(new URL(route.request().url()).pathname);
    return page ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: host(page) }) : route.fulfill({ status: 404 });
  });
  return {
    /** A ticket in a tab of its own: { page, app (the frame), host(fn, arg) }. */
    async ticket(id, more = {}, signed = token(app)) {
      pages.set(`/agent/tickets/${id}`, { ...usual, ...more, ticket: { 'ticket.id': id, ...more.ticket } });
      const page = await person.page();
      await page.setViewportSize({ width: 900, height: 700 });
      await page.goto(`${from}/agent/tickets/${id}`);
      await page.evaluate(([action, t]) => zendesk.open(action, t), [`${server.origin}/zendesk/sidebar?origin=${encodeURIComponent(from)}&app_guid=g-1`, signed]);
      return { page, app: page.frameLocator('iframe'), frame: () => page.frame({ name: 'app' }), host: (fn, arg) => page.evaluate(fn, arg) };
    },
  };
}
