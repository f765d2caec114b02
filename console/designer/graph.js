/* graph.js: a flow's picture from its elements as /v1/flows/{flow} gives them, in a pane that scrolls, with what is marked
 * on it. Text goes in as text only. */
import { h, setText } from '../lib/dom.js';
import w from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const tags = new Set(['g', 'rect', 'polygon', 'path', 'text', 'title']);
const attributes = new Set(['class', 'd', 'data-from', 'data-id', 'data-line', 'data-source', 'data-target', 'height', 'points', 'rx', 'text-anchor', 'width', 'x', 'y']);
const SMALLEST = 0.3, LARGEST = 2, STEP = 1.2, LEGIBLE = 0.72, MARGIN = 24;

function make(tag, attrs) {
	const el = document.createElementNS(SVG, tag);
	for (const [name, value] of Object.entries(attrs))
		if (attributes.has(name))
			el.setAttribute(name, value);
	return el;
}

function element({ tag, attrs = {}, text, items = [] }) {
	const el = make(tags.has(tag) ? tag : 'g', attrs);
	if (text)
		setText(el, text);
	el.append(...items.map(element));
	return el;
}

function asButton(el, label, act) {
	el.setAttribute('tabindex', '0');
	el.setAttribute('role', 'button');
	if (label)
		el.setAttribute('aria-label', label);
	el.addEventListener('click', (event) => {
		event.stopPropagation();
		if (getSelection().isCollapsed)
			act();
	});
	el.addEventListener('keydown', (event) => {
		if (event.key !== 'Enter' && event.key !== ' ')
			return;
		event.preventDefault();
		event.stopPropagation();
		act();
	});
}

/* ---- size and place ---- */

function makeZoom(pane, svg, width, height, onScale) {
	let scale = 1;
	/* at: the point of the pane that stays where it is */
	function set(next, at = [pane.clientWidth / 2, pane.clientHeight / 2]) {
		const to = Math.min(LARGEST, Math.max(SMALLEST, next)), by = to / scale;
		const left = (pane.scrollLeft + at[0]) * by - at[0], top = (pane.scrollTop + at[1]) * by - at[1];
		scale = to;
		svg.setAttribute('width', Math.round(width * scale));
		svg.setAttribute('height', Math.round(height * scale));
		pane.scrollTo(left, top);
		onScale(scale);
	}
	const forWidth = () => (pane.clientWidth - 4) / width;
	return {
		larger: () => set(scale * STEP), smaller: () => set(scale / STEP), by: (factor, at) => set(scale * factor, at),
		fit: () => set(Math.min(forWidth(), (pane.clientHeight - 4) / height, 1)), width: () => set(Math.min(forWidth(), 1)),
		/* Whole in its width where that can be read. */
		begin: () => set(Math.min(1, Math.max(LEGIBLE, forWidth()))),
		scale: () => scale,
	};
}

/* The ground is taken and pulled; a click is none. */
function makePull(pane) {
	let from = null;
	pane.addEventListener('pointerdown', (event) => {
		if (event.button || event.target.closest('.node, .count, text'))
			return;
		from = { x: event.clientX, y: event.clientY, left: pane.scrollLeft, top: pane.scrollTop };
		pane.setPointerCapture(event.pointerId);
		pane.classList.add('pulled');
	});
	pane.addEventListener('pointermove', (event) => from && pane.scrollTo(from.left + from.x - event.clientX, from.top + from.y - event.clientY));
	for (const end of ['pointerup', 'pointercancel'])
		pane.addEventListener(end, () => {
			from = null;
			pane.classList.remove('pulled');
		});
}

function listenKeys(pane, zoom) {
	const keys = { '+': zoom.larger, '=': zoom.larger, '-': zoom.smaller, _: zoom.smaller, 0: zoom.fit };
	pane.addEventListener('keydown', (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key])
			return;
		event.preventDefault();
		keys[event.key]();
	});
	pane.addEventListener('wheel', (event) => {
		if (!event.ctrlKey)
			return;
		event.preventDefault();
		const { left, top } = pane.getBoundingClientRect();
		zoom.by(event.deltaY < 0 ? STEP : 1 / STEP, [event.clientX - left, event.clientY - top]);
	}, { passive: false });
}

/* ---- finding ---- */

function makeFind(nodes, reveal) {
	const input = h('input', { type: 'search', 'aria-label': w.flow.find, placeholder: w.flow.findHint });
	const told = h('span', { class: 'quiet found', role: 'status' });
	let hits = [], at = -1;
	function look() {
		const wanted = input.value.trim().toLowerCase();
		hits = wanted ? nodes.filter((node) => node.textContent.toLowerCase().includes(wanted)) : [];
		for (const node of nodes)
			node.classList.toggle('found', hits.includes(node));
		at = -1;
		setText(told, wanted && !hits.length ? w.flow.foundNone : '');
		if (hits.length)
			go(1);
	}
	function go(by) {
		if (!hits.length)
			return;
		at = (at + by + hits.length) % hits.length;
		reveal(hits[at]);
		setText(told, w.flow.found(at + 1, hits.length));
	}
	input.addEventListener('input', look);
	input.addEventListener('keydown', (event) => {
		if (event.key !== 'Enter')
			return;
		event.preventDefault();
		go(event.shiftKey ? -1 : 1);
	});
	return h('label', { class: 'find' }, input, told);
}

/* ---- marks ---- */

/* A small flag at a corner of a node's box; class: what it is. */
function flag(node, kind, text) {
	const { x, y, width } = node.querySelector('.frame').getBBox(), g = make('g', { class: kind });
	const wide = Math.max(22, 12 + text.length * (/[^\x20-\x7e]/.test(text) ? 11 : 8));
	g.append(make('rect', { x: x + width - wide - 2, y: y - 16, width: wide, height: 20, rx: 10 }),
		Object.assign(make('text', { x: x + width - wide / 2 - 2, y: y - 1.5, 'text-anchor': 'middle' }), { textContent: text }));
	return g;
}

function makeMarks(el, nodes, edges) {
	const byId = new Map(nodes.map((node) => [node.dataset.id, node]));
	return {
		/* reach: {nodes: {id: state}, edges: {"from\nto": state}}, state: "all", "part", "not"; null: nothing is marked. */
		reach(reach) {
			el.querySelectorAll('.unreached-flag').forEach((one) => one.remove());
			el.classList.toggle('with-reach', Boolean(reach));
			for (const [list, key, states] of [[nodes, (n) => n.dataset.id, reach?.nodes], [edges, (e) => `${e.dataset.source}\n${e.dataset.target}`, reach?.edges]])
				for (const one of list)
					for (const state of ['all', 'part', 'not'])
						one.classList.toggle(`reach-${state}`, states?.[key(one)] === state);
			for (const [id, state] of Object.entries(reach?.nodes ?? {}))
				if (state === 'not' && byId.has(id)) {
					const mark = flag(byId.get(id), 'unreached-flag', w.reach.not);
					el.append(mark);
				}
		},
		/* counts: {id: number}; onPick(id). A count that stays is changed in place. */
		counts(counts, onPick) {
			const before = new Map([...el.querySelectorAll('.count')].map((one) => [one.dataset.of, one]));
			for (const [id, n] of Object.entries(counts)) {
				const old = before.get(id), text = String(n);
				before.delete(id);
				if (!byId.has(id) || old?.querySelector('text').textContent === text)
					continue;
				const mark = flag(byId.get(id), 'count', text), held = old === document.activeElement;
				mark.dataset.of = id;
				asButton(mark, w.standing.press(n), () => onPick(id));
				old ? old.replaceWith(mark) : el.append(mark);
				if (held)
					mark.focus();
			}
			before.forEach((one) => one.remove());
		},
		at(test) {
			for (const node of nodes)
				node.classList.toggle('marked', test(node));
			return nodes.filter((node) => node.classList.contains('marked'));
		},
	};
}

/* {el, mark(test(node)), reveal(node), counts, reach, begin(): once it stands in the page}. onPick(node): a wait was chosen. */
export function makeGraph({ width, height, items }, title, onPick) {
	const el = make('svg', { class: 'flow-graph', width, height });
	el.setAttribute('viewBox', `0 0 ${width} ${height}`);
	el.setAttribute('aria-label', w.flow.pictureOf(title));
	el.append(...items.map(element));
	const nodes = [...el.querySelectorAll('.node')], edges = [...el.querySelectorAll('.edge')];
	for (const node of nodes)
		asButton(node, null, () => onPick(node));
	const pane = h('div', { class: 'picture', tabindex: '0', role: 'region', 'aria-label': w.flow.picture, 'aria-describedby': 'picture-keys' }, el);
	const percent = h('span', { class: 'quiet percent' });
	const zoom = makeZoom(pane, el, width, height, (scale) => setText(percent, w.flow.zoom(Math.round(scale * 100))));
	const marks = makeMarks(el, nodes, edges);
	function reveal(node) {
		const at = node.getBoundingClientRect(), here = pane.getBoundingClientRect();
		const inside = at.top >= here.top + MARGIN && at.bottom <= here.bottom - MARGIN && at.left >= here.left && at.right <= here.right;
		if (!inside)
			pane.scrollBy(at.left < here.left || at.right > here.right ? at.left - here.left - MARGIN : 0, at.top - here.top - (here.height - at.height) / 2);
	}
	const press = (label, sign, act) => h('button', { type: 'button', title: label, 'aria-label': label, onclick: act }, sign);
	const tools = h('div', { class: 'picture-tools' }, makeFind(nodes, reveal), h('div', { class: 'row sizes' }, press(w.flow.zoomOut, '−', zoom.smaller), percent, press(w.flow.zoomIn, '+', zoom.larger)),
		h('button', { type: 'button', onclick: zoom.fit }, w.flow.fit), h('button', { type: 'button', onclick: zoom.width }, w.flow.width));
	makePull(pane);
	listenKeys(pane, zoom);
	return {
		el: h('div', { class: 'picture-box' }, tools, pane, h('p', { class: 'quiet key-hint', id: 'picture-keys' }, w.flow.keys)),
		tools, reveal, mark: marks.at, counts: marks.counts, reach: marks.reach, begin: zoom.begin,
	};
}
