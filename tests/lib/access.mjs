// Who may use the API, and as whom: the roles of docs/openapi.yaml, and people who are signed in with some of them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, root } from './assent.mjs';
import { run } from './house.mjs';

export const roles = ['agent', 'manager', 'designer'];

/** Every operation of the document: { method, at (the path's template), roles: its x-roles }. */
export function operations() {
  const YAML = createRequire(path.join(root, 'tests/package.json'))('yaml');
  const doc = YAML.parse(fs.readFileSync(path.join(root, 'docs/openapi.yaml'), 'utf8'));
  return Object.entries(doc.paths).flatMap(([at, item]) => Object.entries(item).filter(([key]) => /^(get|post|put|patch|delete)$/.test(key))
    .map(([method, op]) => ({ method: method.toUpperCase(), at, roles: op['x-roles'] })));
}

/** `assent sign-in` on the data directory of that server: { status, err, address, out }. */
export async function askAddress(server, { roles: some = [], name, program = path.join(build, 'assent'), env = {} } = {}) {
  const args = ['sign-in', '--data', server.data, ...some.flatMap((role) => ['--role', role]), ...name ? ['--name', name] : []];
  const { status, out, err } = await run(program, args, { env });
  return { status, out, err, address: out.match(/http:\/\/127\.0\.0\.1:\S+/)?.[0] };
}

/** The answer to a sign-in with the token of that address. */
export function useAddress(server, address, name, headers = {}) {
  return fetch(`${server.origin}/v1/session`, { method: 'POST', headers: { origin: server.origin, ...headers },
    body: JSON.stringify({ token: new URL(address).searchParams.get('token'), name }) });
}

/** Somebody signed in with these roles: { cookie, csrf, session }. */
export async function signedIn(server, some, name = '김하나') {
  const { address, err } = await askAddress(server, { roles: some });
  assert.ok(address, err);
  const answer = await useAddress(server, address, name);
  const session = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(session));
  return { cookie: answer.headers.get('set-cookie').split(';')[0], csrf: session.csrf, session };
}
