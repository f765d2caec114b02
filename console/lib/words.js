/* words.js: people's words for what the API says in codes, in the language of the pages. */
import { language, wordsOf } from './language.js';

const w = await wordsOf('lib');
export default w;

export const { roles, modes, languages, statuses, consentKinds, consentStates, methods, answers, marks, purposes, suggestionStates, deliveries, legalItems,
	outcomes, asSubject } = w;
export const thirdParties = ['passenger', 'spouse', 'vehicle_owner', 'other'];

/* "by" of evidence: null when the name was erased, absent when the person acted. */
function actorOf(e) {
	const name = e.by?.replace(/^command:/, ''), isCommand = /^(api:)?command$/.test(e.source);
	return asSubject(name ? (isCommand ? name : w.evidence.agentNamed(name)) : w.evidence.agent);
}

/* How a consent came to its state. */
export function evidenceText(evidence) {
	const e = evidence ?? {}, words = w.evidence, by = actorOf(e);
	const texts = {
		button: () => words.button(e.label ?? answers[e.choice]),
		attested: () => words.attested(by, methods[e.method] ?? e.method, e.words),
		skipped: () => words.skipped(by),
		mark: () => ('by' in e ? words.mark(by) : words.self),
		notice_changed: () => words.notice_changed(e.items?.map((item) => legalItems[item] ?? item).join(', ')),
		agent: () => words.record(by),
		message: () => words.message(e.words),
	};
	return texts[e.kind]?.() ?? words[e.kind] ?? e.kind ?? '';
}

/* What the engine tells, which it gives in both languages ("…_told"); text: as it was recorded, where it is none of its own. */
export const toldText = (told, text) => told?.[language] ?? text;

/* What the API says of an ApiError. */
export const messageOf = (error) => toldText(error.more?.told, error.message);

/* A polite sentence for an ApiError, with what the API says. */
export function sentence(error) {
	if (error.more?.needs)
		return w.errors.needs(error.more.needs.map((role) => w.accessRoles[role] ?? role));
	const polite = w.errors[error.code] ?? w.errors.other;
	return error.code === 'network' || !error.message ? polite : `${polite} (${messageOf(error)})`;
}

const clock = new Intl.DateTimeFormat(w.locale, { hour: 'numeric', minute: '2-digit' });
const dayClock = new Intl.DateTimeFormat(w.locale, { month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' });

export function timeText(at) {
	if (!at)
		return '';
	const date = new Date(at);
	const today = date.toDateString() === new Date().toDateString();
	return (today ? clock : dayClock).format(date);
}

/* "오후 5:30까지 (1시간 58분 남음)" in Korean */
export function untilText(until) {
	return until ? w.until(timeText(until), Math.ceil((new Date(until) - Date.now()) / 60000)) : '';
}

/* "01055551234", as it is read out of words -> "010-5555-1234" */
export function phoneText(phone) {
	const [, ...parts] = /^(01\d)(\d{3,4})(\d{4})$/.exec(phone ?? '') ?? [];
	return parts.length ? parts.join('-') : phone;
}

/* How a case is called in lists. */
export const caseEnd = (id) => `…${id.slice(-6)}`;

/* "2026-11-20" -> "11월 20일" in Korean */
export function dayText(date) {
	const [, month, day] = /^\d{4}-(\d{2})-(\d{2})$/.exec(date ?? '') ?? [];
	return month ? w.day(Number(month), Number(day)) : date;
}

