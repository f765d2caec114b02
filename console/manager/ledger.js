/* ledger.js: all consents over all cases, now or as of any instant; of one case, whether something was allowed then. */
import { listen } from '../lib/api.js';
import { h, setText, show } from '../lib/dom.js';
import { caseEnd, consentStates } from '../lib/words.js';
import { makeAllowed } from './allowed.js';
import { makeAsOf } from './as-of.js';
import { openEvidence } from './evidence.js';
import { makeExports } from './exports.js';
import { makeFilters } from './filters.js';
import w, { ask, makeWaiting, query, zone } from './parts.js';
import { makeTable, nextOrder } from './table.js';
import { makeUndecoded } from './undecoded.js';
import { makeVerify } from './verify.js';

export const sheets = ['manager/manager.css'];
const PAGE = 100;
const FRESH_MS = 500;
const FIRST_ORDER = '-at';

/* How many are in each state; a click asks for these alone. */
function makeChips(onPick) {
	const el = h('div', { class: 'row chips', role: 'group', 'aria-label': w.ledger.chips });
	return { el, update(total, states, picked) {
		el.replaceChildren(h('strong', { class: 'total', role: 'status' }, w.ledger.total(total)), ...Object.keys(consentStates).filter((one) => states[one])
			.map((one) => h('button', { type: 'button', class: `chip state ${one}`, 'data-state': one, 'aria-pressed': String(picked === one), onclick: () => onPick(picked === one ? '' : one) },
				`${consentStates[one]} ${states[one].toLocaleString()}`)));
	} };
}

/* "n changed since", where the page does not change by itself under who reads it. */
function makeFresh(count, onShow) {
	const button = h('button', { type: 'button', class: 'fresh', hidden: true, onclick: onShow });
	let timer = 0, mine = 0;
	async function look() {
		const turn = ++mine;
		const found = await count(() => turn === mine);
		if (turn !== mine || !found)
			return;
		setText(button, w.ledger.fresh(found.total));
		show(button, found.total > 0);
	}
	return { el: h('div', { class: 'fresh-line', role: 'status' }, button), changed() {
		clearTimeout(timer);
		timer = setTimeout(() => look().catch(() => {}), FRESH_MS);
	}, clear() {
		mine++;
		clearTimeout(timer);
		show(button, false);
	} };
}

/* A button that opens a part of the page, and closes it: {el, open()}. */
function makeToggle(label, panel) {
	const el = h('button', { type: 'button', 'aria-expanded': 'false', onclick: () => set(panel.hidden) }, label);
	function set(open) {
		show(panel, open);
		el.setAttribute('aria-expanded', String(open));
	}
	return { el, open: () => set(true) };
}

function heading(caseId, toggles) {
	const links = caseId ? [h('a', { href: '#/ledger' }, w.ledger.back), h('a', { href: `#/case/${encodeURIComponent(caseId)}` }, w.ledger.toCase)] : [];
	return h('div', { class: 'row spread' }, h('h1', { title: caseId }, caseId ? `${w.ledger.title} · ${w.ledger.ofCase} ${caseEnd(caseId)}` : w.ledger.title),
		h('div', { class: 'row' }, h('p', { class: 'quiet' }, w.zone(zone)), ...links, ...toggles));
}

function openList(root, caseId, onLink, asked) {
	let order = asked.get('sort') ?? FIRST_ORDER, rows = [], found = null, turn = 0;
	const waiting = makeWaiting(), empty = h('p', { class: 'quiet empty', hidden: true });
	const asOf = makeAsOf(asked.get('as_of'), reload);
	const filters = makeFilters(asked, Boolean(caseId), reload);
	const chips = makeChips((one) => filters.set('state', one));
	const table = makeTable((sort) => {
		order = nextOrder(order, sort);
		reload();
	});
	const fresh = makeFresh((isWanted) => (asOf.at() || !found ? null : ask(pathOf({ limit: 1, after: found.mark }), isWanted, () => {})), reload);
	const more = h('button', { type: 'button', class: 'more', hidden: true, onclick: () => load(found.next) }, w.more);
	const exports = makeExports((more) => pathOf(more), asOf.at), allowed = caseId && makeAllowed(caseId, asOf.at);
	const verify = makeVerify(() => toVerify.open()), undecoded = caseId ? null : makeUndecoded();
	const toVerify = makeToggle(w.verify.title, verify.el), toExports = makeToggle(w.exports.title, exports.el);

	function params(extra) {
		return { ...filters.asked(), ...(caseId && { case: caseId }), as_of: asOf.at(), ...extra };
	}
	const pathOf = (extra) => `/v1/ledger${query(params(extra))}`;

	function draw() {
		chips.update(found.total, found.states, filters.values().state);
		table.update(rows, found.total, order, asOf.at());
		show(more, Boolean(found.next));
		setText(empty, asOf.at() ? w.ledger.emptyThen : filters.isAny() ? w.ledger.emptyFilter : w.ledger.empty);
		show(empty, rows.length === 0);
	}
	async function load(cursor = '') {
		const mine = ++turn;
		waiting.soon();
		try {
			const answer = await ask(pathOf({ limit: PAGE, sort: order, cursor }), () => mine === turn, (percent) => waiting.loading(w.reading(percent)));
			if (!answer)
				return;
			found = answer;
			rows = cursor ? [...rows, ...answer.consents] : answer.consents;
			asOf.span(answer.from, answer.now);
			filters.choices(answer.kinds, answer.flows);
			waiting.clear();
			draw();
		} catch (error) {
			if (mine === turn)
				waiting.problem(error, () => load(cursor));
		}
	}
	/* The address says what is seen, without a new entry for each step of the slider. */
	function reload() {
		fresh.clear();
		history.replaceState(null, '', `#/ledger${caseId ? `/${encodeURIComponent(caseId)}` : ''}${query({ ...filters.values(), as_of: asOf.at(), sort: order === FIRST_ORDER ? '' : order })}`);
		exports.update();
		return load();
	}

	root.replaceChildren(h('main', { class: 'page manager' }, heading(caseId, [toVerify.el, toExports.el]), verify.el, exports.el, asOf.el, allowed && allowed.el, filters.el,
		chips.el, fresh.el, waiting.el, empty, table.el, more, undecoded && undecoded.el));
	document.title = `${w.ledger.title} · Assent`;
	load();
	const shut = listen('/v1/stream', 'changed', (head) => {
		if (!caseId || head.id === caseId)
			fresh.changed();
	}, (live) => {
		onLink(live);
		if (live && found)
			fresh.changed(); /* what happened while the line was down */
	});
	return () => {
		turn = -1;
		fresh.clear();
		verify.end();
		shut();
	};
}

/* A page of app.js: "", "<case>", "<case>/<consent>". */
export function openPage(root, [caseId, consent], onLink, asked) {
	return consent ? openEvidence(root, [caseId, consent], onLink, asked) : openList(root, caseId, onLink, asked);
}
