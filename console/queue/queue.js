/* queue.js: the agents' queue: who waits for whom, the most urgent first, live; and deliveries that could not be used. */
import { get, listen } from '../lib/api.js';
import { problemBox } from '../lib/acting.js';
import { h, setText, show } from '../lib/dom.js';
import { state } from '../lib/state.js';
import { timeText } from '../lib/words.js';
import { arrange } from './arrange.js';
import { makeOffer } from './tour.js';
import { hasUnknown, inOrder, makeRow, textOf, waitsFor } from './row.js';
import words from './words.js';

const w = words.queue;
const CLOCK_MS = 20 * 1000, HOLD_MS = 1500, SEARCH_MS = 250, OPEN_MAX = 500, CLOSED_MAX = 100;

const fits = {
	all: () => true, agent: (one) => waitsFor(one) === 'agent', party: (one) => one.status === 'open' && waitsFor(one) === 'party',
	parked: (one) => one.status === 'parked', unknown: (one) => one.status !== 'closed' && hasUnknown(one), closed: (one) => one.status === 'closed',
};

function makeUndecoded() {
	const list = h('ul', {});
	let shown = '';
	const el = h('section', { class: 'card undecoded', hidden: true, 'aria-label': w.undecoded }, h('h2', {}, w.undecoded), h('p', { class: 'quiet' }, w.undecodedAbout), list);
	return { el, async load() {
		if (!(state.session.roles ?? ['manager']).includes('manager'))
			return;
		const { undecoded } = await get('/v1/undecoded');
		if (shown === (shown = JSON.stringify(undecoded))) /* what is being read stays open */
			return;
		list.replaceChildren(...undecoded.map((u) => h('li', {}, `${timeText(u.at)} · ${u.source} · ${w.bytes(u.bytes)}`, h('span', { class: 'original', lang: 'en' }, u.reason),
			u.body === null ? h('p', { class: 'quiet' }, w.undecodedBytes) : u.body && h('details', {}, h('summary', {}, w.undecodedBody), h('pre', {}, u.body)))));
		show(el, undecoded.length > 0);
	} };
}

/* What is typed is searched here; of a number only its end goes to the server, and ids come back. */
function makeSearch(onChange) {
	const input = h('input', { type: 'search', 'aria-label': w.search, placeholder: w.searchHint, maxlength: 60, autocomplete: 'off' });
	let text = '', byPhone = new Set(), timer = 0, asked = 0;
	async function look() {
		const mine = ++asked, digits = input.value.replace(/[\s-]/g, '');
		const found = /^\d{4,}$/.test(digits) ? (await get(`/v1/cases?limit=${OPEN_MAX}&phone_end=${digits.slice(-4)}`).catch(() => ({ cases: [] }))).cases : [];
		if (mine !== asked)
			return;
		text = input.value.trim().toLowerCase();
		byPhone = new Set(found.map((one) => one.id));
		onChange();
	}
	input.addEventListener('input', () => {
		clearTimeout(timer);
		timer = setTimeout(look, SEARCH_MS);
	});
	return { el: input, finds: (one) => !text || byPhone.has(one.id) || textOf(one).includes(text), end: () => clearTimeout(timer) };
}

function makeFilters(onChoose) {
	const counts = {};
	let chosen = 'all';
	const buttons = Object.entries(w.filters).map(([name, label]) => {
		counts[name] = h('span', { class: 'count' });
		return h('button', { type: 'button', 'data-filter': name, onclick: () => {
			chosen = name;
			onChoose();
		} }, label, ' ', counts[name]);
	});
	return { el: h('div', { class: 'tabs', role: 'group', 'aria-label': w.filterBy }, ...buttons), chosen: () => chosen, update(cases) {
		for (const button of buttons) {
			const name = button.dataset.filter, pressed = String(name === chosen);
			if (button.getAttribute('aria-pressed') !== pressed)
				button.setAttribute('aria-pressed', pressed);
			setText(counts[name], String(cases.filter(fits[name]).length));
		}
	} };
}

/* The rows. Their places change only while no pointer moves over them: nobody shall click on what has just come under it. */
function makeTable() {
	const body = h('tbody', {}), rows = new Map();
	const head = h('thead', {}, h('tr', {}, ...Object.entries(w.columns).map(([name, label]) => h('th', { scope: 'col', class: name }, label))));
	const el = h('table', { class: 'cases queue' }, head, body);
	let movedAt = 0, timer = 0, order = [];
	for (const event of ['pointermove', 'pointerdown', 'wheel'])
		el.addEventListener(event, () => { movedAt = Date.now(); }, { passive: true });
	el.addEventListener('pointerleave', () => { movedAt = 0; });

	function place() {
		clearTimeout(timer);
		const wait = movedAt + HOLD_MS - Date.now();
		if (wait > 0) {
			timer = setTimeout(place, wait);
			return;
		}
		const focused = document.activeElement?.closest('tr[data-case]'), keep = body.contains(focused) ? focused : null;
		const top = keep?.getBoundingClientRect().top;
		arrange(body, order.map((id) => rows.get(id).el), keep);
		if (keep?.isConnected)
			el.closest('#page')?.scrollBy(0, keep.getBoundingClientRect().top - top);
	}
	return { el, end: () => clearTimeout(timer), tick: () => rows.forEach((row) => row.tick()),
		/* changed: whose row says something else now. */
		update(shown, changed) {
			for (const one of shown) {
				if (!rows.has(one.id))
					rows.set(one.id, makeRow(one));
				else if (!changed.has(one.id))
					continue;
				rows.get(one.id).update(one);
			}
			order = shown.map((one) => one.id);
			place();
		},
		/* A row that is not shown is brought up to date when it is shown again. */
		forget: (id) => rows.delete(id) };
}

/* The cases, as they come: whoever hears of each at once would draw for every event of a burst. */
function makeStore(onDraw) {
	const cases = new Map(), changed = new Set();
	let frame = 0;
	function soon() {
		frame ||= requestAnimationFrame(() => {
			frame = 0;
			onDraw(cases, new Set(changed));
			changed.clear();
		});
	}
	return { soon, end: () => cancelAnimationFrame(frame), size: () => cases.size,
		put(one) {
			cases.set(one.id, { ...one, topic_told: one.topic_told ?? cases.get(one.id)?.topic_told, trip: one.trip ?? cases.get(one.id)?.trip });
			changed.add(one.id);
			soon();
		} };
}

/* A page of app.js. */
export const sheets = ['queue/queue.css'];
export function openPage(root, _, onLink) {
	const table = makeTable(), undecoded = makeUndecoded(), problem = problemBox();
	const offer = makeOffer(problem), none = h('p', { class: 'quiet empty', hidden: true }), limited = h('p', { class: 'quiet', hidden: true }, w.limit(OPEN_MAX));
	const filters = makeFilters(() => store.soon()), search = makeSearch(() => store.soon());
	const heard = new Set(); /* since the list was asked for: what it says of these is older */
	let loaded = false;

	function draw(cases, changed) {
		const all = [...cases.values()], fit = fits[filters.chosen()];
		const shown = inOrder(all.filter((one) => fit(one) && search.finds(one)));
		filters.update(all);
		table.update(shown, changed);
		for (const id of changed)
			if (!shown.some((one) => one.id === id))
				table.forget(id);
		setText(none, cases.size ? w.none : w.empty);
		show(none, loaded && shown.length === 0);
		show(offer, loaded && cases.size === 0); /* the first sign-in of a fresh data directory */
		show(table.el, shown.length > 0);
	}
	const store = makeStore(draw);
	async function load() {
		heard.clear();
		try {
			const lists = await Promise.all([['open', OPEN_MAX], ['parked', OPEN_MAX], ['closed', CLOSED_MAX]].map(([status, limit]) => get(`/v1/cases?status=${status}&limit=${limit}`)));
			for (const one of lists.flatMap((list) => list.cases))
				if (!heard.has(one.id))
					store.put(one);
			show(limited, lists[0].cases.length === OPEN_MAX);
			await undecoded.load();
			problem.clear();
		} catch (error) {
			problem.say(error);
		}
		loaded = true;
		store.soon();
	}
	root.replaceChildren(h('main', { class: 'page' }, h('div', { class: 'row spread' }, h('h1', {}, w.title), h('a', { class: 'button primary', href: '#/start' }, w.start)),
		h('div', { class: 'row queue-tools' }, filters.el, search.el), problem.el, offer, none, table.el, limited, undecoded.el));
	document.title = `${w.title} · Assent`;
	const ticking = setInterval(() => {
		table.tick(); /* time limits run down */
		undecoded.load().catch(() => {}); /* tried again; whether the server is there, the stream tells */
	}, CLOCK_MS);
	const stop = listen('/v1/stream', 'changed', (one) => {
		heard.add(one.id);
		store.put(one);
	}, (live) => {
		onLink(live);
		if (live)
			load(); /* what happened while the line was down */
	});
	return () => {
		clearInterval(ticking);
		for (const part of [search, table, store])
			part.end();
		stop();
	};
}
