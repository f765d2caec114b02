/* flows.js: the flows as pictures beside their source, for who writes them: a click in one marks the same place in the other. */
import { get } from '../lib/api.js';
import { problemBox } from '../lib/acting.js';
import { h, setText, show } from '../lib/dom.js';
import { makeGraph } from './graph.js';
import { state } from '../lib/state.js';

/* onPick(line): a line on which something waits was chosen. */
function makeSource(file, text, waits, onPick) {
	const lines = text.split('\n');
	if (lines.at(-1) === '')
		lines.pop();
	const rows = lines.map((words, i) => h('li', { 'data-line': i + 1, class: waits.has(i + 1) ? 'waits' : null,
		tabindex: waits.has(i + 1) ? '0' : null, onclick: () => waits.has(i + 1) && onPick(i + 1),
		onkeydown: (event) => waits.has(i + 1) && event.key === 'Enter' && onPick(i + 1) }, h('code', {}, words || ' ')));
	return { el: h('section', { class: 'source', 'aria-label': file }, h('h2', {}, file), h('ol', {}, ...rows)), mark(line) {
		rows.forEach((row, i) => row.classList.toggle('marked', i + 1 === line));
		rows[line - 1]?.scrollIntoView({ block: 'center' });
	} };
}

/* What is said at a wait, whole. */
function makeSaid(graph) {
	const el = h('section', { class: 'card said', 'aria-label': '고른 곳', hidden: true });
	function tell(nodes) {
		const ids = [...new Set(nodes.flatMap((n) => n.phrases))];
		const [first] = nodes;
		el.replaceChildren(h('h2', {}, `${first.what}${first.who ? ` · ${first.who}` : ''}`),
			h('p', { class: 'quiet' }, `${graph.file}:${first.line}${first.within ? ` · 기다리는 시간 ${first.within}` : ''}`),
			first.opens && h('p', { class: 'chip requested' }, `여는 것: ${first.opens}`),
			...ids.map((id) => h('div', { class: 'phrase', 'data-phrase': id }, h('h3', {}, `say.${id} (phrases/ko.lua:${graph.phrases[id].line})`,
				graph.phrases[id].draft && h('span', { class: 'chip draft' }, '초안')), h('p', {}, graph.phrases[id].text))),
			...(ids.length || !first.text ? [] : [h('p', {}, first.text)]));
		show(el, true);
	}
	return { el, show: tell };
}

function makeFlow({ title, source, graph, scene }) {
	const waits = new Set(graph.nodes.map((n) => n.line));
	const said = makeSaid(graph);
	const picture = makeGraph(scene, title, (node) => pick(Number(node.dataset.line)));
	const text = makeSource(graph.file, source, waits, (line) => {
		pick(line)[0]?.scrollIntoView({ block: 'center', inline: 'nearest' });
	});
	function pick(line) {
		text.mark(line);
		said.show(graph.nodes.filter((n) => n.line === line));
		return picture.mark(line);
	}
	return h('div', { class: 'flow' }, h('div', { class: 'picture', tabindex: '0', role: 'region', 'aria-label': '흐름 그림' }, picture.el),
		h('aside', {}, said.el, text.el));
}

/* A page of app.js: the flows, one of them as a picture. */
export const sheets = ['designer/graph.css', 'designer/flows.css'];
export function openPage(root, [wanted]) {
	const problem = problemBox(), body = h('div', {});
	const waiting = h('p', { class: 'loading', role: 'status' }, '모든 길을 따라가 보는 중입니다. 처음에는 몇 초 걸립니다…');
	const flow = wanted || state.flows[0]?.flow;
	let gone = false;

	async function load() {
		try {
			const found = await get(`/v1/flows/${encodeURIComponent(flow)}`);
			if (!gone)
				body.replaceChildren(makeFlow(found));
		} catch (error) {
			if (!gone)
				problem.say(error);
		}
		show(waiting, false);
	}
	const title = h('h1', {});
	setText(title, '흐름');
	root.replaceChildren(h('main', { class: 'flows' }, h('div', { class: 'row' }, title, h('nav', { class: 'tabs', 'aria-label': '흐름' },
		...state.flows.map((f) => h('a', { class: 'button', href: `#/flows/${encodeURIComponent(f.flow)}`, 'aria-current': f.flow === flow ? 'page' : null }, f.title)))),
	problem.el, waiting, body));
	document.title = '흐름 · Assent';
	if (flow)
		load();
	else
		show(waiting, false);
	return () => { gone = true; };
}
