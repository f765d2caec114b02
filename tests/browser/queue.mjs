// Many cases in many states, by an integrator, as a busy morning leaves them.
import { facts } from '../lib/assent.mjs';

const places = ['강남역 11번 출구', '판교역', '잠실새내역', '여의도역 5번 출구', '서울대입구역', '하남 미사강변', '안양 범계역', '목동 오목교역'];

/** call: an API client that speaks for the console; the ids, in the order of opening. */
export async function fillQueue(call, count) {
  const ids = [];
  const post = async (url, body) => {
    const answer = await call('POST', url, body);
    if (answer.status >= 300) throw new Error(answer.text);
    return answer.json;
  };
  for (let i = 0; i < count; i++) {
    const [origin, destination] = [places[i % 8], places[(i + 3) % 8]], phone = `010-3000-${String(1000 + i)}`;
    const { case: id } = await post('/v1/cases', {
      facts: { ...facts, origin, destination, topic: i % 3 ? 'accident' : 'fare' },
      parties: { caller: { member: true, phone }, vehicle_owner: { member: false, phone: '010-9876-5432' } },
      flow: 'vehicle_owner',
    });
    const act = (body) => post(`/v1/cases/${id}/events`, body);
    ids.push(id);
    if (i % 4) await act({ kind: 'suggestion', suggestion: 's1', act: i % 5 === 1 ? 'asked' : 'send' });
    if (i % 10 === 7) await act({ kind: 'close' });
  }
  return ids;
}
