/* reach.js: what the plays reach of a flow: figures, what is missed, and the marks for picture and source. */
import { h, show } from '../lib/dom.js';
import { problemBox } from '../lib/acting.js';
import w from './words.js';
import { keptWork, work } from './work.js';

const parts = ['lines', 'branches', 'outcomes', 'phrases'];

/* {nodes, edges} as graph.js marks them, from how often plays went from node to node. */
export function reachOf(graph, moves) {
	const taken = new Set(Object.keys(moves)), come = new Set(Object.keys(moves).map((key) => key.split('\n')[2]));
	const nodes = Object.fromEntries(graph.nodes.map((n) => [n.id, come.has(n.id) ? 'all' : 'not']));
	const lacking = new Map(graph.edges.map((e) => [`${e.from}\n${e.to}`, e.states.filter((state) => !taken.has(`${e.from}\n${state}\n${e.to}`))]));
	const edges = Object.fromEntries(graph.edges.map((e) => {
		const key = `${e.from}\n${e.to}`, n = lacking.get(key).length;
		return [key, n === 0 ? 'all' : n < e.states.length ? 'part' : 'not'];
	}));
	return { nodes, edges, lacking };
}

function figures(graph, found, reach) {
	const counted = [['nodes', Object.values(reach.nodes)], ['edges', Object.values(reach.edges)]]
		.map(([name, list]) => [name, list.filter((state) => state !== 'not').length, list.length]);
	const rows = [...counted, ...parts.map((name) => [name, found[name].covered, found[name].total])];
	return h('dl', { class: 'figures' }, ...rows.map(([name, n, all]) => h('div', { class: n < all ? 'is-short' : null, 'data-part': name },
		h('dt', {}, w.reach[name]), h('dd', {}, w.reach.of(n, all)))));
}

/* Each thing missed as {line, text}; what stands on a line that never ran is said by that line. */
function missedOf(graph, found, reach) {
	const dead = new Set(found.lines.missed);
	const alive = (list) => list.filter((one) => !dead.has(one.line));
	const edgesMissed = graph.edges.filter((e) => reach.edges[`${e.from}\n${e.to}`] === 'not').map((e) => ({ line: graph.nodes.find((n) => n.id === e.from)?.line ?? 0, label: e.label }));
	return [
		...found.lines.missed.map((line) => ({ line, text: w.reach.line(line) })),
		...alive(graph.nodes.filter((n) => reach.nodes[n.id] === 'not')).map((n) => ({ line: n.line, text: w.reach.node(n.line, w.kinds[n.kind]) })),
		...alive(edgesMissed).filter((e) => e.line && e.label).map((e) => ({ line: e.line, text: w.reach.edge(e.label) })),
		...alive(found.branches.missed).map(({ line, to }) => ({ line, text: w.reach.branch(line, to) })),
		...alive(found.outcomes.missed).map(({ line, kind, state }) => ({ line, text: w.reach.outcome(line, w.kinds[kind], w.states[state] ?? state) })),
		...alive(found.phrases.missed).map(({ line, phrase }) => ({ line, text: w.reach.phrase(phrase) })),
	].sort((a, b) => a.line - b.line);
}

function makeMissed(list, onLine) {
	return list.length ? h('section', {}, h('h3', {}, w.reach.missed), h('ul', { class: 'missed' }, ...list.map(({ line, text }) => h('li', {},
		h('button', { type: 'button', class: 'link', onclick: () => onLine(line) }, text))))) : h('p', { class: 'good' }, w.reach.all);
}

/* To the flow the answers on one arrow are the same, so this is no lack of its own. */
function makePartly(graph, reach, onLine) {
	const lineOf = (id) => graph.nodes.find((n) => n.id === id)?.line ?? 0;
	const list = graph.edges.filter((e) => reach.edges[`${e.from}\n${e.to}`] === 'part').map((e) => ({ line: lineOf(e.from), label: e.label,
		states: reach.lacking.get(`${e.from}\n${e.to}`).map((state) => w.states[state] ?? state).join(', ') }));
	return list.length > 0 && h('details', {}, h('summary', {}, `${w.reach.partly} (${list.length})`), h('ul', { class: 'missed' }, ...list.map(({ line, label, states }) => h('li', {},
		h('button', { type: 'button', class: 'link', onclick: () => onLine(line) }, w.reach.part(line, label, states))))));
}

function makeFailures({ plays }) {
	return plays.failed > 0 && h('details', { class: 'failures' }, h('summary', {}, w.reach.failed(plays.failed)),
		h('ul', {}, ...plays.failures.map(({ error }) => h('li', {}, error))));
}

/* The panel of one flow. onMarks(reach, lines missed): both null while nothing is to be marked; onLine(line): show it. */
export function makeReach({ flow, bundle, graph, playsCount }, onMarks, onLine, isGone) {
	const problem = problemBox(), told = h('div', { class: 'reach-told' }), waiting = h('p', { class: 'quiet', role: 'status', hidden: true });
	const marked = h('input', { type: 'checkbox' });
	const choice = h('label', { hidden: true }, marked, w.reach.show);
	const go = h('button', { type: 'button', class: 'primary', onclick: () => run() }, w.reach.go);
	let marks = null;

	function mark() {
		const on = marks && marked.checked;
		onMarks(on ? marks.reach : null, on ? marks.lines : null);
	}
	function take(coverage) {
		const found = coverage.flows.find((one) => one.flow === flow);
		const same = found?.bundle === bundle;
		const reach = same && reachOf(graph, found.moves);
		marks = same ? { reach, lines: found.lines.missed } : null;
		told.replaceChildren(...[makeFailures(coverage), ...(same ? [figures(graph, found, reach), makeMissed(missedOf(graph, found, reach), onLine), makePartly(graph, reach, onLine)] :
			[h('p', { class: 'quiet' }, w.reach.otherVersion)])].filter(Boolean));
		show(choice, same);
		show(go, false);
		marked.checked = same;
		mark();
	}
	function progressText(progress) {
		const n = Number(/^(?:not )?ok (\d+)/.exec(progress?.line ?? '')?.[1] ?? 0);
		return n && w.reach.running(n, playsCount);
	}
	const run = () => work('/v1/coverage', { go, waiting, problem }, progressText, isGone, take);
	marked.addEventListener('change', mark);
	keptWork('/v1/coverage').then((found) => found && !isGone() && take(found)).catch(() => {});
	return { el: h('section', { class: 'reach', 'aria-label': w.flow.reach }, h('p', { class: 'quiet' }, w.reach.about), h('div', { class: 'row' }, go, choice),
		h('p', { class: 'quiet legend' }, w.reach.legend), waiting, problem.el, told), again: () => { show(go, true); } };
}
