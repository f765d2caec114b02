/* row.js: a case as one row of the queue, and which row comes first. */
import { h, setClass, setText, show } from '../lib/dom.js';
import { flowTitle } from '../lib/state.js';
import { caseEnd, dayText, outcomes, roles, timeText, toldText } from '../lib/words.js';
import words from './words.js';

const w = words.queue;
const SOON_MS = 10 * 60 * 1000, MINUTE_MS = 60 * 1000;

/* What alarms: something went wrong, and only an agent can mend it. */
const alarming = ['withdrawn', 'unknown', 'undelivered', 'parked'];
/* Of equal urgency are those that only wait for the agent's next sentence: there the nearer limit comes first. */
const urgency = { withdrawn: 0, unknown: 1, undelivered: 1, attest: 2, value: 2, suggestion: 2, parked: 3, reach: 0, answer: 0, request: 0, time: 0 };
const groups = { agent: 0, party: 1, time: 2, none: 3, closed: 4 };

export const chiefOf = (one) => one.waits[0] ?? null;
export const waitsFor = (one) => (one.status === 'closed' ? 'closed' : chiefOf(one)?.for ?? 'none');
export const hasUnknown = (one) => one.waits.some((wait) => wait.what === 'unknown' || wait.what === 'undelivered');

/* The limit that runs out first, of what the group waits for. */
function limitOf(one) {
	const group = waitsFor(one);
	return one.waits.filter((wait) => wait.for === group && wait.until).map((wait) => wait.until).sort()[0] ?? '';
}

const last = '\uffff'; /* behind every time */

function keyOf(one) {
	const chief = chiefOf(one);
	return [groups[waitsFor(one)], chief ? urgency[chief.what] : 0, limitOf(one) || last, chief?.since ?? last];
}

function compareKeys(a, b) {
	const i = a.findIndex((part, at) => part !== b[at]);
	return i < 0 ? 0 : a[i] < b[i] ? -1 : 1;
}

/* Those that wait for an agent, the most urgent first; then those that wait for customers; closed ones, the last changed first. */
export function inOrder(cases) {
	return cases.map((one) => ({ one, key: keyOf(one) })).sort((a, b) => compareKeys(a.key, b.key) ||
		b.one.updated_at.localeCompare(a.one.updated_at) || a.one.id.localeCompare(b.one.id)).map(({ one }) => one);
}

/* What agents look for beside numbers, which stay with the server. */
export function textOf(one) {
	return [one.id, one.title ?? flowTitle(one.flow), toldText(one.topic_told), one.trip?.origin, one.trip?.destination, one.step, outcomes[one.outcome]].filter(Boolean)
		.join(' ').toLowerCase();
}

function aboutText({ topic_told: topic, trip }) {
	const route = trip?.origin && trip?.destination ? w.route(trip.origin, trip.destination) : trip?.origin ?? trip?.destination;
	return [toldText(topic), dayText(trip?.date), route].filter(Boolean).join(' · ');
}

function waitClass(one) {
	const group = waitsFor(one), chief = chiefOf(one);
	if (group === 'agent')
		return alarming.includes(chief.what) ? 'parked' : 'requested';
	return group === 'closed' ? 'closed' : '';
}

function whomText(one) {
	const chief = chiefOf(one), of = chief?.party && w.whom[chief.what];
	return [of ? of(roles[chief.party]) : '', one.waits.length > 1 ? w.more(one.waits.length - 1) : ''].filter(Boolean).join(' · ');
}

function sinceText(one) {
	const since = chiefOf(one)?.since;
	return since ? w.minutes(Math.floor((Date.now() - new Date(since)) / MINUTE_MS)) : '';
}

/* {el, update(summary), tick()}: tick: time has passed. */
export function makeRow(first) {
	const what = h('span', {}), whom = h('span', { class: 'quiet whom' });
	const link = h('a', { href: `#/case/${encodeURIComponent(first.id)}` }), about = h('span', { class: 'about' });
	const step = h('td', { class: 'step' }), since = h('td', { class: 'since' }), until = h('td', { class: 'until' });
	const el = h('tr', { 'data-case': first.id }, h('td', { class: 'waits' }, what, whom),
		h('th', { scope: 'row' }, link, h('span', { class: 'quiet case-id', title: first.id }, caseEnd(first.id)), about), step, since, until);
	let now = first;
	function tick() {
		const limit = limitOf(now), left = new Date(limit) - Date.now();
		setText(since, now.status === 'closed' ? timeText(now.updated_at) : sinceText(now));
		setText(until, limit ? timeText(limit) : '');
		setClass(until, limit && left < SOON_MS ? 'until soon' : 'until');
	}
	function update(one) {
		now = one;
		const group = waitsFor(one), chief = chiefOf(one), whomNow = whomText(one), aboutNow = aboutText(one);
		setClass(what, `chip ${waitClass(one)}`);
		setText(what, w.what[group === 'closed' ? 'closed' : chief?.what ?? 'nothing']);
		setText(whom, whomNow);
		show(whom, Boolean(whomNow));
		setText(link, one.title ?? flowTitle(one.flow));
		setText(about, aboutNow);
		show(about, Boolean(aboutNow));
		setText(step, one.status === 'closed' ? outcomes[one.outcome] ?? one.outcome : one.step);
		setClass(el, group);
		tick();
	}
	return { el, update, tick };
}
