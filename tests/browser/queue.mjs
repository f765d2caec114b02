// Many cases in many states, by an integrator, as a busy morning leaves them.
import { facts } from '../lib/assent.mjs';

const places = ['강남역 11번 출구', '판교역', '잠실새내역', '여의도역 5번 출구', '서울대입구역', '하남 미사강변', '안양 범계역', '목동 오목교역'];
const kinds = [
  { flow: 'vehicle_owner', facts: { topic: 'accident' }, parties: { vehicle_owner: { member: false, phone: '010-9876-5432' } } },
  { flow: 'booked_for_other', facts: { topic: 'fare', inbound: 'none', caller_is_passenger: false, booked_for_other: true }, parties: { passenger: { member: false, phone: '010-4004-7979' } } },
  { flow: 'spouse', facts: { topic: 'accident', inbound: 'none', booked_for_other: false }, parties: { spouse: { member: false } } },
];

/** As an API client that speaks for the console; anything but a success is thrown. */
const asker = (call) => async (method, url, body) => {
  const answer = await call(method, url, body);
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.json;
};

/** A case whose caller has delegated: { id, suggestion }: what may be said to the passenger because of that alone. */
export async function delegated(call) {
  const ask = asker(call), kind = kinds[1];
  const { case: id } = await ask('POST', '/v1/cases', { flow: kind.flow, facts: { ...facts, ...kind.facts },
    parties: { caller: { member: true, phone: '010-1357-2468' }, ...kind.parties } });
  for (;;) {
    const s = (await ask('GET', `/v1/cases/${id}`)).suggestions.find((one) => one.state === 'offered');
    if (s.party === 'passenger') return { id, suggestion: s.id };
    await ask('POST', `/v1/cases/${id}/events`, { kind: 'suggestion', suggestion: s.id, act: 'send' });
    await ask('POST', `/v1/cases/${id}/events`, { kind: 'button', party: 'caller', question: s.question, choice: 'yes' });
  }
}

/** The ids, in the order of opening. */
export async function fillQueue(call, count) {
  const ask = asker(call), ids = [];
  for (let i = 0; i < count; i++) {
    const kind = kinds[i % 3], trip = { origin: places[i % 8], destination: places[(i + 3) % 8] };
    const { case: id } = await ask('POST', '/v1/cases', { flow: kind.flow, facts: { ...facts, ...kind.facts, ...trip },
      parties: { caller: { member: true, phone: `010-3000-${String(1000 + i)}` }, ...kind.parties } });
    const act = (body) => ask('POST', `/v1/cases/${id}/events`, body);
    ids.push(id);
    const { suggestions: [s] } = await ask('GET', `/v1/cases/${id}`);
    if (i % 4) await act({ kind: 'suggestion', suggestion: s.id, act: i % 5 === 1 ? 'asked' : 'send' });
    if (i % 8 === 3) await act({ kind: 'button', party: s.party, question: s.question, choice: 'yes' });
    if (i % 10 === 7) await act({ kind: 'close' });
  }
  return ids;
}
