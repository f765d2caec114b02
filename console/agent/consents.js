/* consents.js: who agreed to what, for whom, since when and until when, by what evidence, and the notice exactly as shown. */
import { actor, problemBox } from '../lib/acting.js';
import { h, keyed, setClass, setText, show, sureButton } from '../lib/dom.js';
import { consentKinds, consentStates, evidenceText, legalItems, roles, timeText, toldText } from '../lib/words.js';
import w from './words.js';

function makeChange() {
	const el = h('li', {});
	return { el, update(change) {
		setText(el, `${timeText(change.at)} · ${consentStates[change.state] ?? change.state} · ${evidenceText(change.evidence)}`);
	} };
}

/* What the record says, as rows: what is not there is left out. */
function rowsOf(k) {
	const granted = k.history.findLast((change) => change.state === 'granted'), inForce = k.state === 'granted';
	const until = inForce ? (k.expires_at ? w.consents.validUntil(timeText(k.expires_at)) : w.consents.noEnd) : granted ? w.consents.over : '';
	return [[w.consents.who, roles[k.subject]], [w.consents.whom, k.delegate ? roles[k.delegate] : ''], [w.consents.about, toldText(k.about_told)],
		[w.consents.items, k.items.join(', ')], [w.consents.since, granted ? timeText(granted.at) : w.consents.notYet], [w.consents.until, until],
		...Object.entries(k.legal).filter(([item]) => item !== 'question').map(([item, text]) => [legalItems[item] ?? item, text]),
		[w.consents.phrase, w.consents.phraseText(k.phrase, k.version)]].filter(([, text]) => text);
}

function makeRow() {
	const name = h('dt', {}), text = h('dd', {}), el = h('div', {}, name, text);
	return { el, update([now, words]) {
		setText(name, now);
		setText(text, words);
	} };
}

function goToQuestion(question) {
	const box = document.querySelector(`[data-question="${question}"] .spoken`);
	if (!box)
		return;
	box.open = true;
	box.scrollIntoView({ block: 'center' });
	box.querySelector('input').focus();
}

function makeConsent(caseId, first) {
	const kind = h('strong', {}), who = h('span', {}), state = h('span', {}), since = h('span', { class: 'quiet' });
	const rows = h('dl', { class: 'terms' }), notice = h('blockquote', {}), history = h('ol', {}), problem = problemBox();
	const acts = h('div', { class: 'row' }), el = h('details', { 'data-consent': first.id });
	const perform = actor(caseId, `consent:${first.id}`, problem, el);
	const withdraw = sureButton(w.consents.withdraw, w.consents.withdrawSure(roles[first.subject]), () => perform({ kind: 'mark', party: first.subject, mark: 'withdrawal' }), { 'data-withdraw': true });
	let question = null;
	const answer = h('button', { type: 'button', 'data-answer': true, onclick: () => goToQuestion(question) }, w.consents.answer);
	acts.append(answer, withdraw);
	el.addEventListener('toggle', () => el.open && el.scrollIntoView({ block: 'nearest' }));
	el.append(h('summary', {}, kind, who, state, since), rows, h('p', { class: 'quiet' }, w.consents.shown), notice, h('p', { class: 'quiet' }, w.consents.history), history,
		acts, problem.el);
	return { el, update({ view, k }) {
		const last = k.history.at(-1), wait = view.waits.find((one) => one.kind === 'consent' && one.party === k.subject && one.phrase === k.phrase);
		question = k.state === 'requested' && wait ? wait.id : null;
		setClass(el, `consent ${k.state}`);
		setText(kind, w.consents.kind(consentKinds[k.kind] ?? k.kind));
		setText(who, k.delegate ? `${roles[k.subject]} → ${roles[k.delegate]}` : roles[k.subject]);
		setClass(state, `chip state ${k.state}`);
		setText(state, consentStates[k.state] ?? k.state);
		setText(since, `${timeText(k.at)} · ${evidenceText(last?.evidence)}`);
		keyed(rows, rowsOf(k), ([name]) => name, makeRow);
		setText(notice, k.notice ?? w.consents.notShown);
		keyed(history, k.history, (change) => `${change.at} ${change.state} ${k.history.indexOf(change)}`, makeChange);
		show(answer, Boolean(question));
		show(withdraw, ['granted', 'requested'].includes(k.state)); /* when the case is over, too */
		show(acts, Boolean(question) || !withdraw.hidden);
	} };
}

/* {el, update(view)} */
export function makeConsents(caseId) {
	const list = h('div', { class: 'consents' }), none = h('p', { class: 'quiet empty' }, w.consents.none);
	const el = h('section', { 'aria-label': w.consents.title }, h('h3', {}, w.consents.title), none, list);
	return { el, update(view) {
		keyed(list, view.consents.map((k) => ({ view, k })), ({ k }) => k.id, ({ k }) => makeConsent(caseId, k));
		show(none, view.consents.length === 0);
	} };
}
