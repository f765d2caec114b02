/* phrases.js: what became of each phrase, counted; every number opens its cases. "": all; "<phrase>/<use>": what stands
 * behind a number, "*": of all phrases. */
import { h, setText, show } from '../lib/dom.js';
import { flowTitle } from '../lib/state.js';
import { caseEnd, languages, roles, toldText } from '../lib/words.js';
import { dayAsked } from './filters.js';
import w, { ask, field, makeWaiting, number, query, select, timeCell, zone } from './parts.js';

export const sheets = ['manager/manager.css'];
const p = w.phrases;
const PAGE = 100;
const uses = ['shown', 'sent', 'read_out', 'edited', 'own_words', 'asked', 'skipped', 'blocked', 'unanswered', 'ended', 'open', 'refused', 'said'];
const withReasons = ['skipped', 'blocked', 'refused', 'shown'];
const filters = ['since', 'until', 'flow', 'language', 'party'];

const asked = (values) => ({ ...values, since: values.since && dayAsked(values.since, false), until: values.until && dayAsked(values.until, true) });

/* {el, values, choices(flows, languages)} */
function makeFilters(start, onChange) {
	const values = Object.fromEntries(filters.map((name) => [name, start.get(name) ?? '']));
	const slot = h('div', { class: 'row' });
	const set = (name) => (value) => {
		values[name] = value;
		onChange();
	};
	function day(name) {
		const el = h('input', { type: 'date', onchange: () => set(name)(el.value) });
		el.value = values[name];
		return field(p[name], el);
	}
	function choices(flows, spoken) {
		const of = (name, options) => field(p[name], select([['', p.any], ...options], values[name], set(name)));
		slot.replaceChildren(of('flow', flows.map((flow) => [flow, flowTitle(flow)])), of('language', spoken.map((one) => [one, languages[one] ?? one])), of('party', Object.entries(roles)));
	}
	let known = '';
	return { el: h('fieldset', { class: 'filters' }, h('legend', {}, w.ledger.filters), day('since'), day('until'), slot), values, choices(flows, spoken) {
		if (known === JSON.stringify([flows, spoken]))
			return;
		known = JSON.stringify([flows, spoken]);
		choices(flows, spoken);
	} };
}

const behind = (phrase, use, values) => `#/phrases/${encodeURIComponent(phrase)}/${use}${query(values)}`;

function numberCell(counts, use, phrase, values) {
	const count = counts[use];
	return h('td', { class: 'number', 'data-use': use }, count === 0 ? h('span', { class: 'zero' }, '0') :
		h('a', { href: behind(phrase, use, values), 'aria-label': p.opens(p.uses[use], phrase === '*' ? p.all : phrase, number(count)) }, number(count)));
}

function distanceCell({ distance: d }, phrase, values) {
	const text = d.known ? p.distanceOf(number(d.median), number(d.mean)) : p.distanceKnown(0, d.of);
	return h('td', { class: 'number', 'data-use': 'distance' }, d.of > 0 && h('a', { href: behind(phrase, 'edited', values), 'aria-label': p.opens(p.distance, phrase === '*' ? p.all : phrase, text) }, text),
		d.known > 0 && d.known < d.of && h('div', { class: 'quiet' }, p.distanceKnown(d.known, d.of)));
}

function row(counts, phrase, text, values) {
	return h('tr', { 'data-phrase': phrase }, h('th', { scope: 'row' }, phrase === '*' ? p.all : h('code', {}, phrase), phrase !== '*' && h('p', { class: 'quiet template', title: text ?? null }, text ?? p.gone)),
		...uses.map((use) => numberCell(counts, use, phrase, values)), distanceCell(counts, phrase, values));
}

function makeTable() {
	const body = h('tbody', {}), foot = h('tfoot', {});
	const el = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': p.title }, h('table', { class: 'phrases' }, h('caption', {}, p.caption),
		h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, p.phrase), ...uses.map((use) => h('th', { scope: 'col', class: 'number' }, p.uses[use])), h('th', { scope: 'col', class: 'number' }, p.distance))), body, foot));
	return { el, update(found, values) {
		const sorted = found.phrases.toSorted((a, b) => b.shown + b.said - a.shown - a.said || a.phrase.localeCompare(b.phrase));
		body.replaceChildren(...sorted.map((one) => row(one, one.phrase, found.texts[one.phrase], values)));
		foot.replaceChildren(row(found.total, '*', null, values));
		show(el, sorted.length > 0);
	} };
}

function openCounts(root, onLink, start) {
	const waiting = makeWaiting(), empty = h('p', { class: 'quiet empty', hidden: true }, p.empty), table = makeTable();
	const chosen = makeFilters(start, load);
	let turn = 0;
	async function load() {
		const mine = ++turn, { values } = chosen;
		history.replaceState(null, '', `#/phrases${query(values)}`);
		waiting.soon();
		try {
			const found = await ask(`/v1/phrases${query(asked(values))}`, () => mine === turn, (percent) => waiting.loading(w.reading(percent)));
			if (!found)
				return;
			waiting.clear();
			chosen.choices(found.flows, found.languages);
			table.update(found, values);
			show(empty, found.phrases.length === 0);
		} catch (error) {
			if (mine === turn)
				waiting.problem(error, load);
		}
	}
	onLink(true);
	root.replaceChildren(h('main', { class: 'page manager' }, h('div', { class: 'row spread' }, h('h1', {}, p.title), h('p', { class: 'quiet' }, w.zone(zone))), h('p', { class: 'quiet' }, p.about),
		chosen.el, waiting.el, empty, table.el));
	document.title = `${p.title} · Assent`;
	load();
	return () => { turn = -1; };
}

/* ---- behind a number ---- */

function useRow(use) {
	const at = `#/case/${encodeURIComponent(use.case)}`;
	return h('tr', { 'data-case': use.case }, h('td', { class: 'number' }, timeCell(use.at)), h('th', { scope: 'row' }, h('a', { href: at, title: use.case }, caseEnd(use.case))), h('td', {}, h('code', {}, use.phrase)),
		h('td', {}, flowTitle(use.flow)), h('td', {}, roles[use.party] ?? use.party), h('td', {}, p.uses[use.use]), h('td', { class: 'number' }, use.distance === null ? '' : number(use.distance)),
		h('td', {}, toldText(use.reason_told, use.reason) ?? (use.reason_erased ? p.erasedReason : '')));
}

/* hrefOf(key): the cases of one reason; '': of all. */
function makeReasons(hrefOf, picked) {
	const body = h('tbody', {}), all = picked && h('a', { href: hrefOf('') }, p.allReasons);
	const el = h('section', { class: 'card reasons-given', hidden: true, 'aria-label': p.reasons }, h('table', {}, h('caption', {}, p.reasons),
		h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, p.reason), h('th', { scope: 'col', class: 'number' }, p.count))), body), all || null);
	const row = ({ reason, told, key, count }) => h('tr', { 'data-reason': key }, h('th', { scope: 'row' }, toldText(told, reason) || h('span', { class: 'quiet' }, p.noReason), key === picked && h('span', { class: 'chip open' }, p.onlyReason)),
		h('td', { class: 'number' }, h('a', { href: hrefOf(key), 'aria-label': p.opensReason(toldText(told, reason) || p.noReason, count), 'aria-current': key === picked ? 'true' : null }, number(count))));
	return { el, update(reasons) {
		body.replaceChildren(...reasons.map(row));
		show(el, reasons.length > 0);
	} };
}

const filterWords = { flow: flowTitle, language: (one) => languages[one] ?? one, party: (role) => roles[role] ?? role };

/* What of the cases is asked for beside phrase and use; null: nothing. */
function narrowed(values) {
	const set = filters.filter((name) => values[name]).map((name) => `${p[name]}: ${filterWords[name]?.(values[name]) ?? values[name]}`);
	return set.length > 0 && h('p', { class: 'narrowed' }, `${w.ledger.filters} · ${set.join(' · ')}`);
}

function openUses(root, phrase, use, onLink, start) {
	const values = Object.fromEntries(filters.map((name) => [name, start.get(name) ?? ''])), reason = start.get('reason') ?? '';
	const reasons = makeReasons((key) => behind(phrase, use, { ...values, reason: key }), reason);
	const waiting = makeWaiting(), body = h('tbody', {}), count = h('p', { role: 'status' }), empty = h('p', { class: 'quiet empty', hidden: true }, p.none);
	const more = h('button', { type: 'button', class: 'more', hidden: true }, w.more);
	const heads = Object.entries(p.columns).map(([name, label]) => h('th', { scope: 'col', class: ['at', 'distance'].includes(name) ? 'number' : null }, label));
	const table = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': p.behindCaption, hidden: true }, h('table', { class: 'uses' }, h('caption', {}, p.behindCaption), h('thead', {}, h('tr', {}, ...heads)), body));
	let gone = false;
	async function load(offset) {
		waiting.soon();
		try {
			const found = await ask(`/v1/phrases/uses${query({ ...asked(values), phrase: phrase === '*' ? '' : phrase, use, reason, limit: PAGE, offset })}`, () => !gone, (percent) => waiting.loading(w.reading(percent)));
			if (!found)
				return;
			waiting.clear();
			body.append(...found.uses.map(useRow));
			if (withReasons.includes(use))
				reasons.update(found.reasons);
			setText(count, p.behind(p.uses[use] ?? use, found.total));
			show(table, found.total > 0);
			show(empty, found.total === 0);
			show(more, found.next !== null);
			more.onclick = () => load(found.next);
		} catch (error) {
			if (!gone)
				waiting.problem(error, () => load(offset));
		}
	}
	onLink(true);
	root.replaceChildren(h('main', { class: 'page manager' }, h('div', { class: 'row spread' }, h('h1', {}, phrase === '*' ? p.all : h('code', {}, phrase)), h('a', { href: `#/phrases${query(values)}` }, p.back)),
		count, ...[narrowed(values)].filter(Boolean), h('p', { class: 'quiet' }, w.zone(zone)), waiting.el, reasons.el, empty, table, more));
	document.title = `${p.title} · Assent`;
	load(0);
	return () => { gone = true; };
}

/* A page of app.js. */
export function openPage(root, [phrase, use], onLink, start) {
	return use ? openUses(root, phrase, use, onLink, start) : openCounts(root, onLink, start);
}
