// The plays of flows/, as events of the HTTP API: what src/play_act.c does inside the program, done from outside.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, root } from '../lib/assent.mjs';

function below(dir, skip) {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((d) => {
    const name = path.join(dir, d.name);
    if (d.isDirectory()) return d.name === skip ? [] : below(name, skip);
    return name.endsWith('.play') ? [name] : [];
  });
}

/** words.topic of flows/phrases/ko.lua: word -> code, as a play says topics the way people read them. */
const topics = Object.fromEntries([...fs.readFileSync(path.join(root, 'flows/phrases/ko.lua'), 'utf8')
  .match(/\n\s+topic = \{\n([^}]*)\}/)[1].matchAll(/(\w+) = "([^"]+)"/g)].map(([, code, word]) => [word, code]));

/** What the play reader makes of these files: one program reads all, since a start costs more than a play. */
export function readAll(files) {
  const lines = execFileSync(path.join(build, 'assent'), ['test', '--print', ...files], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return lines.trim().split('\n').map((line) => JSON.parse(line));
}

/** The plays of flows/, by path: { name, flow, facts, parties, acts }; outcomes: also those below outcomes/, which end one
 * wait each in every way there is, and tell of persons and platforms nothing that the others do not. */
export function allPlays({ outcomes = false } = {}) {
  const files = below(path.join(root, 'flows'), outcomes ? '' : 'outcomes').sort(), plays = readAll(files);
  return files.map((file, i) => ({ ...plays[i], name: path.relative(path.join(root, 'flows'), file) }));
}

/** The body that opens the case of a play, everybody at `platform`. */
export function openBody(play, platform, facts = {}) {
  const parties = {};
  for (const [role, { line, ...party }] of Object.entries(play.parties))
    parties[role] = { ...party, platform, address: `room-${role}` };
  const given = { ...play.facts, ...facts };
  return { facts: { ...given, topic: topics[given.topic] }, parties };
}

const verbs = { sent: 'send', read_out: 'read_out', edited: 'edit', own_words: 'own_words', asked: 'asked', skipped: 'skip' };
const newest = (list, fits) => list.findLast(fits);
const questions = new Set(['confirm', 'consent', 'ask']);
const openQuestion = (view, party) => newest(view.waits, (w) => w.party === party && questions.has(w.kind));

function agent(act, view) {
  const offer = newest(view.suggestions, (s) => s.state === 'offered' && (!act.party || s.party === act.party));
  if (!offer) return act.verb === 'own_words' && act.party ? { kind: 'words', party: act.party, text: act.text } : null;
  const body = { kind: 'suggestion', suggestion: offer.id, act: verbs[act.verb] };
  if (act.text) Object.assign(body, act.verb === 'skipped' ? { reason: act.text } : { text: act.text });
  return body;
}

function button(act, view) {
  const q = openQuestion(view, act.party);
  if (!q || q.state === 'offered') return null;
  const shown = view.messages.filter((m) => m.question === q.id).flatMap((m) => m.buttons).find((b) => b.label === act.label);
  const choice = shown?.id ?? act.answer;
  return choice ? { kind: 'button', party: act.party, question: q.id, choice: choice === 'yes' ? 'yes' : 'no' } : null;
}

function attest(act, view) {
  const q = openQuestion(view, act.party);
  if (!q) return null;
  const body = { kind: 'attest', question: q.id, answer: act.answer, method: act.how === 'call' ? 'phone' : act.how, by: '김하나' };
  return act.words ? { ...body, words: act.words } : body;
}

const makers = {
  agent, button, attest,
  message: (a) => ({ kind: 'message', party: a.party, text: a.text }),
  field: (a) => ({ kind: 'field', field: a.field, ...(a.declined ? { declined: true } : { value: a.value }) }),
  mark: (a) => ({ kind: 'mark', party: a.party, mark: a.mark, ...(a.to ? { to: a.to } : {}) }),
  mode: (a) => ({ kind: 'mode', party: a.party, mode: a.mode }),
};

/** beginnings()(play): how many acts of the play an earlier one begins with too, of the same case: as far as that both
 * are one run, and what was tried at each moment of it need not be tried again. -1: it opens another case. */
export function beginnings() {
  const seen = new Set();
  return (play, flows = '') => {
    const bare = ({ line, ...act }) => act, acts = play.acts.filter((a) => isAct(a)).map(bare);
    const upTo = (n) => JSON.stringify([flows, openBody(play, ''), acts.slice(0, n)]);
    let shared = -1;
    while (shared < acts.length && seen.has(upTo(shared + 1))) shared++;
    for (let n = 0; n <= acts.length; n++) seen.add(upTo(n));
    return shared;
  };
}

/** Is it something that somebody does (a line that expects something is not)? */
export const isAct = (act) => act.kind in makers || act.kind === 'later';
/** The event of an act, seen the case as it stands; null: impossible now. */
export const eventOf = (act, view) => makers[act.kind](act, view);
