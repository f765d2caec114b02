// A case of the flow booked_for_other on KakaoTalk, for suites: its caller in a consultation, its passenger a number alone.
import fs from 'node:fs';
import path from 'node:path';
import { until } from './assent.mjs';

export const facts = { topic: 'fare', trip_date: '2026-11-18', origin: '여의도역 5번 출구', destination: '목동 오목교역', agent_name: '박서준', caller_is_passenger: false, booked_for_other: true };
let people = 0;
/** A user key that nobody has yet. */
export const key = () => `userKey${String(++people).padStart(13, '0')}`;

export const ours = (view, party) => view.messages.filter((m) => m.from !== 'party' && (!party || m.party === party));
export const theirs = (view, party = 'caller') => view.messages.filter((m) => m.from === 'party' && m.party === party);
export const consents = (w, id) => JSON.parse(fs.readFileSync(path.join(w.server.data, 'consents', `${id}.json`), 'utf8')).consents;
export const question = (view) => view.waits.find((one) => ['confirm', 'consent', 'ask'].includes(one.kind));

/** A caller in a session, and a passenger with a number alone: { id, caller }. */
export async function began(w, caller = {}) {
  const person = w.person(key());
  person.at.session = '1';
  const id = await w.open(facts, { caller: { member: true, platform: 'talk', address: person.key, ...caller }, passenger: { member: false, phone: people % 2 ? '010-4004-7979' : '+82-10-4004-7979' } });
  return { id, caller: person };
}
export const ended = (w, id, n = -1) => until(async () => { const m = ours(await w.view(id)).at(n); return !['queued', 'held'].includes(m?.delivery) && m; }, 'an end');
/** The agent sends what is offered, and it has come. */
export async function sent(w, id, person) {
  const before = person.shown.length;
  await w.sends(id);
  await until(() => person.shown.length > before, 'the message');
  await ended(w, id);
}
/** Up to the open question for the caller's consent. */
export async function asked(w) {
  const one = await began(w);
  for (let i = 0; i < 2; i++) {
    await sent(w, one.id, one.caller);
    await one.caller.press('네');
  }
  await sent(w, one.id, one.caller);
  return one;
}
