/* suggestions.js: one suggestion at a time, whole; the others that can be used as lines to choose; what the gate has
 * stopped; and those that are past, folded away. */
import { h, keyed, setText, show } from '../lib/dom.js';
import { drafts } from '../lib/state.js';
import { purposes, roles, suggestionStates, timeText, toldText } from '../lib/words.js';
import { makePen } from '../queue/team.js';
import { kinds } from './editors.js';
import { makeCard } from './suggestion.js';
import w from './words.js';

const SHORT = 42;

function makeNext(choose) {
	const button = h('button', { type: 'button', class: 'next-one', title: w.suggestions.choose });
	const el = h('li', {}, button);
	let latest = null;
	button.addEventListener('click', () => choose(latest.id));
	return { el, update(s) {
		const words = s.text ?? '';
		latest = s;
		setText(button, `${w.suggestions.next} ${w.suggestions.to(roles[s.party])} · ${purposes[s.purpose] ?? s.purpose} · ${words.slice(0, SHORT)}${words.length > SHORT ? '…' : ''}`);
	} };
}

function makePast() {
	const head = h('span', {}), text = h('p', { class: 'words' });
	const el = h('li', {}, head, text);
	return { el, update(s) {
		const state = [suggestionStates[s.state] ?? s.state, toldText(s.reason_told, s.reason)].filter(Boolean).join(': ');
		setText(head, `${timeText(s.at)} · ${roles[s.party]} · ${state}`);
		setText(text, s.text ?? '');
	} };
}

const isWritten = (caseId, s) => [...kinds, ...(s.state === 'offered' ? ['skip'] : [])].some((kind) => drafts.get(`${caseId}:${s.id}:${kind}`) !== null);

/* compose: the message box of this page. {el, pen, update(view), focus(): to what is to be said}: what is in the pen is the writer's; to choose is everybody's. */
export function makeSuggestions(caseId, compose) {
	const list = h('div', { class: 'cards', 'aria-live': 'polite', 'aria-relevant': 'additions', 'aria-label': w.suggestions.title });
	const next = h('ol', { class: 'next', 'aria-live': 'polite', 'aria-label': w.suggestions.others }), none = h('p', { class: 'quiet empty' }, w.suggestions.none);
	const past = h('ol', { class: 'past' }), count = h('summary', {});
	const pastBox = h('details', {}, count, past);
	const pen = makePen(list), el = h('section', { 'aria-label': w.suggestions.title, tabindex: -1 }, h('h3', {}, w.suggestions.title), none, pen, next, pastBox);
	const cards = new Map();
	let chosen = null, latest = null, current = null;

	function choose(id) {
		chosen = id;
		update(latest);
		cards.get(id)?.el.focus();
	}
	/* The newest, unless the agent has turned to another one, or is in the middle of it. */
	function currentOf(offered) {
		const busy = offered.find((s) => cards.get(s.id)?.isBusy());
		return busy ?? offered.find((s) => s.id === chosen) ?? offered[0];
	}
	function makeKept(s) {
		const card = makeCard(caseId, s, compose, () => update(latest));
		cards.set(s.id, card);
		return card;
	}
	function update(view) {
		const newest = view.suggestions.toReversed(), offered = newest.filter((s) => s.state === 'offered' && view.status === 'open');
		current = currentOf(offered);
		const whole = newest.filter((s) => s === current || s.state === 'blocked' || isWritten(caseId, s) || (cards.get(s.id)?.isBusy() && cards.get(s.id).el.isConnected));
		const at = offered.indexOf(current), turned = [...offered.slice(at + 1), ...offered.slice(0, Math.max(at, 0))];
		const shown = current ? [current, ...whole.filter((s) => s !== current)] : whole, waiting = turned.filter((s) => !whole.includes(s));
		const gone = newest.filter((s) => !whole.includes(s) && !waiting.includes(s));
		latest = view;
		keyed(list, shown.map((s) => ({ view, s, now: s === current })), ({ s }) => s.id, ({ s }) => makeKept(s));
		keyed(next, waiting, (s) => s.id, () => makeNext(choose));
		keyed(past, gone, (s) => s.id, makePast);
		const asked = view.waits.find((wait) => wait.state === 'served');
		setText(none, asked && view.status === 'open' ? w.suggestions.waiting(roles[asked.party]) : w.suggestions.none);
		show(none, shown.length === 0 && !view.waits.some((wait) => wait.state === 'lacking'));
		show(el, shown.length > 0 || gone.length > 0 || !none.hidden);
		show(pastBox, gone.length > 0);
		setText(count, w.suggestions.past(gone.length));
	}
	return { el, pen, update, focus: () => (current ? cards.get(current.id).el : el).focus() };
}
