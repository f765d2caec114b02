/* consents.js: who agreed to what, since when, by what evidence, and the notice exactly as shown. */
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { consentKinds, consentStates, evidenceText, roles, timeText } from '../lib/words.js';

function makeChange() {
	const el = h('li', {});
	return { el, update(change) {
		setText(el, `${timeText(change.at)} · ${consentStates[change.state] ?? change.state} · ${evidenceText(change.evidence)}`);
	} };
}

function makeConsent(first) {
	const kind = h('strong', {}), who = h('span', {}), state = h('span', {}), since = h('span', { class: 'quiet' });
	const notice = h('blockquote', {}), history = h('ol', {}), expires = h('p', { class: 'quiet' });
	const el = h('details', { 'data-consent': first.id }, h('summary', {}, kind, who, state, since),
		h('p', { class: 'quiet' }, '보여 드린 안내 그대로'), notice, h('p', { class: 'quiet' }, '기록'), history, expires);
	return { el, update(k) {
		const last = k.history.at(-1);
		setClass(el, `consent ${k.state}`);
		setText(kind, `${consentKinds[k.kind] ?? k.kind} 동의`);
		setText(who, k.delegate ? `${roles[k.subject]} → ${roles[k.delegate]}` : roles[k.subject]);
		setClass(state, `chip state ${k.state}`);
		setText(state, consentStates[k.state] ?? k.state);
		setText(since, `${timeText(k.at)} · ${evidenceText(last?.evidence)}`);
		setText(notice, k.notice ?? '아직 보여 드린 안내가 없습니다.');
		keyed(history, k.history, (change) => `${change.at} ${change.state} ${k.history.indexOf(change)}`, makeChange);
		setText(expires, k.expires_at && k.state === 'granted' ? `${timeText(k.expires_at)}까지 유효합니다.` : '');
		show(expires, Boolean(expires.textContent));
	} };
}

/* {el, update(view)} */
export function makeConsents() {
	const list = h('div', { class: 'consents' });
	const none = h('p', { class: 'quiet empty' }, '아직 물은 동의가 없습니다. 동의가 있기 전에는 제3자에게 이용 내역과 문의 내용이 나가지 않습니다.');
	const el = h('section', { 'aria-label': '동의' }, h('h3', {}, '동의'), none, list);
	return { el, update(view) {
		keyed(list, view.consents, (k) => k.id, makeConsent);
		show(none, view.consents.length === 0);
	} };
}
