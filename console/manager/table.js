/* table.js: the consents as a table whose columns sort. */
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { flowTitle } from '../lib/state.js';
import { caseEnd, consentStates, roles } from '../lib/words.js';
import w, { byWord, howWord, kindWord, placeOf, query, timeCell, whoWord } from './parts.js';

/* Each: its name, what it is sorted by, whether the first click sorts downwards, and what stands in a cell. */
const columns = [
	{ name: 'state', sort: 'state' }, { name: 'kind', sort: 'kind' }, { name: 'subject', sort: 'subject' }, { name: 'delegate', sort: 'delegate' },
	{ name: 'flow', sort: 'flow' }, { name: 'at', sort: 'at', down: true, number: true }, { name: 'how' }, { name: 'asked', sort: 'asked', down: true, number: true },
	{ name: 'expires', sort: 'expires', down: true, number: true }, { name: 'case', sort: 'case' },
];

function makeHead(onSort) {
	const cells = columns.map(({ name, sort, number }) => {
		const label = w.ledger.columns[name];
		const button = sort ? h('button', { type: 'button', class: 'sort', title: w.ledger.sortBy(label), onclick: () => onSort(sort) }, label) : null;
		return h('th', { scope: 'col', class: number ? 'number' : null, 'data-column': name }, button ?? label);
	});
	return { el: h('thead', {}, h('tr', {}, ...cells)), update(order) {
		cells.forEach((cell, i) => {
			const { sort } = columns[i], by = order.replace(/^-/, '');
			if (sort)
				cell.setAttribute('aria-sort', sort !== by ? 'none' : order.startsWith('-') ? 'descending' : 'ascending');
		});
	} };
}

function put(cell, content) {
	cell.replaceChildren(...[content].flat().filter((one) => one !== null && one !== ''));
}

function makeRow(first) {
	const state = h('span', {}), cells = Object.fromEntries(columns.map(({ name, number }) => [name, h('td', { class: number ? 'number' : null, 'data-cell': name })]));
	const link = h('a', {}), kind = h('th', { scope: 'row' }, link);
	cells.state.append(state);
	cells.kind = kind;
	const el = h('tr', { 'data-consent': `${first.case}/${first.id}` }, ...columns.map(({ name }) => cells[name]));
	return { el, update({ k, at }) {
		setClass(state, `chip state ${k.state}`);
		setText(state, consentStates[k.state] ?? k.state);
		setText(link, kindWord(k.kind));
		link.href = placeOf(k.case, k.id, at);
		link.title = w.ledger.evidence(kindWord(k.kind), whoWord(k));
		setText(cells.subject, roles[k.subject] ?? k.subject);
		setText(cells.delegate, roles[k.delegate] ?? k.delegate);
		setText(cells.flow, flowTitle(k.flow));
		cells.flow.title = flowTitle(k.flow); /* the whole of what may be cut */
		put(cells.at, timeCell(k.at));
		put(cells.how, [howWord(k.how), ' · ', h('span', { class: k.by_erased ? 'quiet' : null }, byWord(k))]);
		put(cells.asked, timeCell(k.asked_at));
		put(cells.expires, timeCell(k.expires_at));
		put(cells.case, h('a', { href: `#/ledger/${encodeURIComponent(k.case)}${query({ as_of: at })}`, title: k.case }, caseEnd(k.case)));
	} };
}

/* The order that a click on a column makes. */
export function nextOrder(order, sort) {
	const by = order.replace(/^-/, ''), isDown = order.startsWith('-');
	if (by !== sort)
		return columns.find((c) => c.sort === sort).down ? `-${sort}` : sort;
	return isDown ? sort : `-${sort}`;
}

/* {el, update(rows, total, order, at)}; rows are updated in place; at: the instant that is looked at, "" now. */
export function makeTable(onSort) {
	const caption = h('caption', {}), body = h('tbody', {}), head = makeHead(onSort);
	const el = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': w.ledger.title }, h('table', { class: 'ledger' }, caption, head.el, body));
	return { el, update(rows, total, order, at) {
		keyed(body, rows.map((k) => ({ k, at })), ({ k }) => `${k.case}/${k.id}`, ({ k }) => makeRow(k));
		head.update(order);
		setText(caption, w.ledger.caption(total, w.ledger.columns[columns.find((c) => c.sort === order.replace(/^-/, '')).name]));
		show(el, rows.length > 0);
	} };
}
