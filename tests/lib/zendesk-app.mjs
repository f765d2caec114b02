// An account of Zendesk as its app framework has it: it signs the token with which it opens an app's page.
import { createHmac, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { secretFile } from './assent.mjs';

export const subdomain = 'acme';
export const origin = `https://${subdomain}.zendesk.com`;
export const installation = `${origin}/api/v2/apps/installations/77.json`;

const part = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const pemOf = (key) => createPublicKey(key).export({ type: 'spki', format: 'pem' });

/** A key pair of an app: { key, pem, file }. */
export function appKey() {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { key, pem: pemOf(key), file: secretFile(pemOf(key)) };
}

/** What the configuration says of that account. */
export const sidebarConfig = (app, more = {}) => ({
  subdomain, installations: [`${origin}/api/v2/apps/installations/12.json`, installation], public_key_file: app.file, desk: 'support', ...more,
});

/** The claims of a token that is opened now by that user; undefined takes one away. */
export function claims(more = {}) {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: `${subdomain}.zendesk.com`, aud: installation, sub: `${origin}/api/v2/users/35436.json`, exp: now + 300, nbf: now - 1, iat: now,
    qsh: randomBytes(8).toString('hex'), context: { product: 'support', location: 'ticket_sidebar' }, cnf: { jku: `${origin}/api/v2/apps/77/jwks` }, ...more,
  };
}

export function token(app, more, header = {}) {
  const body = `${part({ typ: 'JWT', alg: 'RS256', ...header })}.${part(claims(more))}`;
  return `${body}.${sign('sha256', Buffer.from(body), app.key).toString('base64url')}`;
}

/** The classic forgeries. */
export function unsigned(more) {
  return `${part({ typ: 'JWT', alg: 'none' })}.${part(claims(more))}.`;
}
export function hmacToken(app, more) {
  const body = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims(more))}`;
  return `${body}.${createHmac('sha256', app.pem).update(body).digest('base64url')}`;
}

/** Posts the form as Zendesk's page makes the browser do. */
export async function openSidebar(server, form, headers = {}) {
  const answer = await fetch(`${server.origin}/zendesk/sidebar?origin=${encodeURIComponent(origin)}&app_guid=g-1`, {
    method: 'POST', body: typeof form === 'string' ? form : new URLSearchParams(form),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });
  const text = await answer.text();
  const found = text.match(/<script type="application\/json" id="session">(.*?)<\/script>/);
  return { status: answer.status, headers: answer.headers, text, data: found ? JSON.parse(found[1]) : null };
}
