/* exports.js: what is seen as a file, and who took out what so far. */
import { get, getFile } from '../lib/api.js';
import { explain, h, setText, show } from '../lib/dom.js';
import { flowTitle } from '../lib/state.js';
import { consentStates, roles } from '../lib/words.js';
import { dayOf } from './filters.js';
import w, { kindWord, number, placeOf as evidencePlace, query, save, timeCell, wholeTime } from './parts.js';

export const formats = ['csv', 'kantara', '27560', 'jsonl'];

/* What one file cannot hold, as a button for each part of it, all of one moment. onTake(part) */
function makeParts(onTake) {
	const el = h('div', { class: 'parts', hidden: true });
	return { el, clear: () => show(el, false), offer(format, { total, parts, as_of: at }) {
		const buttons = Array.from({ length: parts }, (_, i) => h('button', { type: 'button', 'data-part': i + 1, async onclick() {
			if (await onTake(buttons[i], { format, as_of: at, part: i + 1 }))
				setText(buttons[i], `✓ ${w.exports.part(i + 1, parts)}`);
		} }, w.exports.part(i + 1, parts)));
		el.replaceChildren(h('p', { role: 'status' }, w.exports.inParts(total, parts, wholeTime(at))), h('div', { class: 'row', role: 'group', 'aria-label': w.exports[format] }, ...buttons));
		show(el, true);
		buttons[0].focus();
	} };
}

/* Buttons that make a file of what path(more) asks for; {el, clear()}: it asks for something else now. */
export function makeButtons(path, offered, onDone = () => {}) {
	const told = h('p', { class: 'quiet', role: 'status', hidden: true }), problem = h('p', { class: 'problem', role: 'alert', hidden: true });
	const parts = makeParts(take);
	async function take(button, what) {
		button.disabled = true;
		show(problem, false);
		try {
			const file = await getFile(path({ ...what, bom: what.format === 'csv' || '' }));
			save(file);
			setText(told, w.exports.done(file.name));
			show(told, true);
			onDone();
			return true;
		} catch (error) {
			if (error.more?.parts) {
				parts.offer(what.format, error.more);
				return false;
			}
			explain(problem, error);
			show(problem, true);
			return false;
		} finally {
			button.disabled = false;
		}
	}
	function begin(button, format) {
		clear();
		take(button, { format });
	}
	function clear() {
		parts.clear();
		show(told, false);
	}
	const buttons = offered.map((format) => h('button', { type: 'button', 'data-format': format, onclick: (event) => begin(event.currentTarget, format) }, w.exports[format]));
	return { el: h('div', { class: 'export-buttons' }, h('div', { class: 'row' }, ...buttons), parts.el, told, problem), clear };
}

/* ---- who took out what ---- */

const words = {
	by: () => w.exports.someName, as_of: (at) => w.exports.asOf(wholeTime(at)), part: (n) => w.exports.partIs(n), state: (name) => consentStates[name] ?? name, kind: kindWord,
	subject: (role) => roles[role] ?? role, delegate: (role) => roles[role] ?? w.ledger.noDelegate, party: (role) => roles[role] ?? role, flow: flowTitle, since: wholeTime, until: wholeTime,
};
const isWhole = ['by', 'as_of', 'part'];
function filterWord(name, value) {
	const text = words[name]?.(value) ?? value;
	return isWhole.includes(name) ? text : `${w.ledger[name] ?? name}: ${text}`;
}
const filterWords = ({ bom, ...filter }) => Object.entries(filter).map(([name, value]) => filterWord(name, value)).join(', ') || w.exports.all;

/* Where the ledger shows what was taken out, as it was then. null: it cannot be asked for again. */
function placeOf({ at, format, filter: { bom, case: id, consent, since, until, ...filter } }) {
	const days = { since: since && dayOf(since, false), until: until && dayOf(until, true) };
	if (filter.by || filter.part || filter.party || days.since === null || days.until === null)
		return null;
	if (consent)
		return evidencePlace(id, consent, filter.as_of ?? at);
	return `#/ledger${id ? `/${encodeURIComponent(id)}` : ''}${query({ ...(format === 'kantara' && { state: 'granted' }), ...filter, ...days, as_of: filter.as_of ?? at })}`;
}

function countCell(one) {
	const href = placeOf(one);
	return h('td', { class: 'number' }, href ? h('a', { href, title: w.exports.opens }, number(one.consents)) : number(one.consents));
}

function makeLog() {
	const body = h('tbody', {}), none = h('p', { class: 'quiet' }, w.exports.logEmpty);
	const heads = Object.entries(w.exports.columns).map(([name, label]) => h('th', { scope: 'col', class: ['at', 'consents'].includes(name) ? 'number' : null }, label));
	const list = h('div', { class: 'scroll' }, h('table', {}, h('caption', {}, w.exports.logCaption), h('thead', {}, h('tr', {}, ...heads)), body));
	async function load() {
		const { exports } = await get('/v1/exports?limit=50');
		body.replaceChildren(...exports.map((one) => h('tr', {}, h('td', { class: 'number' }, timeCell(one.at)), h('th', { scope: 'row' }, one.who), h('td', {}, w.exports[one.format] ?? one.format),
			h('td', {}, filterWords(one.filter)), countCell(one), h('td', {}, h('code', { title: one.sha256 }, `${one.sha256.slice(0, 12)}…`)))));
		show(list, exports.length > 0);
		show(none, exports.length === 0);
	}
	const el = h('details', { class: 'log' }, h('summary', {}, w.exports.log), none, list);
	el.addEventListener('toggle', () => el.open && load().catch(() => {}));
	return { el, again: () => el.open && load().catch(() => {}) };
}

/* {el, update()}: path(more): the address of what the filters ask for; at(): the instant that is looked at, "" where none is. */
export function makeExports(path, at) {
	const about = h('p', { class: 'quiet' }), log = makeLog();
	const buttons = makeButtons(path, formats, () => log.again());
	function update() {
		setText(about, `${at() ? w.exports.then(wholeTime(at())) : w.exports.now} ${w.exports.receipts}`);
		buttons.clear();
	}
	update();
	return { update, el: h('section', { class: 'card exports', 'aria-label': w.exports.title, hidden: true }, h('h2', {}, w.exports.title), about, buttons.el, log.el) };
}
