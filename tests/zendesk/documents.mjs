// What Zendesk's own OpenAPI documents (../shared/specs/zendesk) say of a body: a list of what is wrong with it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/assent.mjs';

const shared = path.join(root, '../shared');
const specs = path.join(shared, 'specs/zendesk');
/** Why nothing can be checked here; null: all is there. */
export const without = fs.existsSync(specs) ? null : 'the documents of Zendesk are not here (../shared/specs/zendesk)';

/** Members of value that a schema does not have for writing. */
const odd = (value, properties) => Object.keys(value ?? {}).filter((name) => !properties[name] || properties[name].readOnly);

async function load() {
  process.chdir(path.join(root, 'tests')); // the tools take their packages from here
  const { load: read } = await import(path.join(shared, 'tools/openapi-schema.mjs'));
  const slice = path.join(specs, 'support/support-openapi-slice.json');
  const { schemas } = JSON.parse(fs.readFileSync(slice)).components;
  const ticket = { ...schemas.TicketUpdateInput.properties, metadata: schemas.TicketObject.properties.metadata };
  const sunshine = read(path.join(specs, 'sunshine-conversations/openapi-17.12.1.yaml')), support = read(slice), ready = new Map();
  const schema = (name) => {
    if (!ready.has(name)) ready.set(name, (/^[A-Z]/.test(name) ? support : sunshine)(name));
    return ready.get(name);
  };
  const faults = (name, body) => {
    const valid = schema(name);
    return valid(body) ? [] : valid.errors.slice(0, 4).map((e) => `${name}${e.instancePath} ${e.message}`);
  };
  // Support's schemas forbid no member that they do not name, so names are looked at, too.
  const names = (body) => [...odd(body, { ticket: 1 }), ...odd(body.ticket, ticket), ...odd(body.ticket?.comment, schemas.TicketCommentObject.properties)];
  return (name, body) => [...faults(name, body), ...(name === 'TicketUpdateRequest' ? names(body).map((one) => `${name}: no member ${one}`) : [])];
}

/** check(schema, body) -> what is wrong with it, in sentences. Without the documents nothing is. */
export const check = without ? () => [] : await load();

const business = { type: 'business' };
/** Bodies that must be refused, or the check is none. */
export const bad = [
  ['messagePost', {}], ['messagePost', { author: business }], ['messagePost', { author: business, content: { type: 'text', text: '가'.repeat(4097) } }],
  ['messagePost', { author: business, content: { type: 'text', text: 'x', actions: [{ type: 'reply', text: 'x' }] } }],
  ['passControlBody', {}], ['passControlBody', { switchboardIntegration: 7 }], ['offerControlBody', { metadata: {} }], ['releaseControlBody', { metadata: 'x' }],
  ['TicketUpdateRequest', { ticket: { comment: { public: 'no' } } }], ['TicketUpdateRequest', { ticket: { comment: { html_boddy: 'x' } } }],
  ['TicketUpdateRequest', { ticket: { tag: ['x'] } }], ['TagsByObjectIdResponse', {}], ['TagsByObjectIdResponse', { tags: 'a b' }],
];

/** The checks must be seen to refuse before they are believed. */
export function assertRefuses() {
  for (const [name, body] of bad) assert.notDeepEqual(check(name, body), [], `${name} takes ${JSON.stringify(body).slice(0, 80)}`);
}

/** What the checker that all projects share says: "n bodies, 0 violations". */
export function sunshineCheck(bodies) {
  const ran = spawnSync('node', [path.join(shared, 'tools/sunshine-check.mjs')], { input: bodies.map((body) => JSON.stringify(body) + '\n').join(''), encoding: 'utf8', maxBuffer: 1 << 26 });
  return ran.stdout + ran.stderr;
}
