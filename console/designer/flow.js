/* flow.js: one flow: its picture beside its source, what plays reach of it, where open cases stand in it, and dialogues. */
import { get } from '../lib/api.js';
import { problemBox } from '../lib/acting.js';
import { h, setText, show } from '../lib/dom.js';
import { language } from '../lib/language.js';
import { faultAt, faultsOf, makeErrors } from './check.js';
import { watchFolder } from './folder.js';
import { makeGraph } from './graph.js';
import { makePanels, makeSaid, playLinks } from './panels.js';
import { makePlayer, playSteps } from './player.js';
import { makeReach } from './reach.js';
import { makeSource } from './source.js';
import { makeStanding } from './standing.js';
import w from './words.js';
import { keptWork } from './work.js';

function tidy(found) { /* an empty list of Lua comes as an object */
	for (const node of found.graph.nodes)
		node.phrases = Array.isArray(node.phrases) ? node.phrases : [];
	return found;
}

/* The drawn flow. plays: of the folder, all flows'. */
function makeFlow(found, plays, isGone) {
	const { title, source, graph, scene } = tidy(found);
	const said = makeSaid(graph), waits = new Set(graph.nodes.map((n) => n.line));
	const picture = makeGraph(scene, title, (node) => {
		panels.choose('source');
		pick(Number(node.dataset.line));
	});
	const text = makeSource(graph.file, source, waits, (line) => picture.reveal(pick(line)[0]));
	const playList = h('div', { class: 'play-list' }), player = h('div', { class: 'player-box' });
	function pick(line) {
		said.show(graph.nodes.filter((n) => n.line === line)); /* first: it takes room from the source */
		text.mark(line);
		return picture.mark((node) => Number(node.dataset.line) === line);
	}
	function toLine(line) {
		panels.choose('source');
		const [first] = pick(line);
		if (first)
			picture.reveal(first);
	}
	const reach = makeReach({ flow: graph.flow, bundle: graph.bundle, graph, playsCount: plays.length }, (marks, lines) => {
		picture.reach(marks);
		text.class('unreached', lines ?? []);
	}, toLine, isGone);
	const standing = makeStanding(graph, picture.counts, () => panels.choose('cases'));
	const panels = makePanels({ source: h('div', {}, said.el, text.el), reach: reach.el, cases: standing.el, plays: playList });
	return { graph, picture, text, said, panels, playList, player, stop: standing.stop,
		el: h('div', { class: 'flow' }, picture.el, h('aside', {}, player, panels.el)) };
}

/* Picture and source show where the dialogue stands, and at its end the fault that it leads to. */
function standAt(view, state, fault) {
	const own = state.waits.filter((one) => one.file === view.graph.file), stopped = state.parked?.file === view.graph.file ? state.parked.line : null;
	const lines = stopped ? [stopped] : own.map((one) => one.line);
	view.text.mark(...lines);
	view.text.class('fault', fault && fault.file === view.graph.file ? [fault.line] : []);
	if (fault)
		view.text.reveal(fault.line);
	const nodes = new Map(view.graph.nodes.map((n) => [n.id, n])), isHere = (n) => n.handler !== '' || n.step === (state.step ?? '');
	const marked = view.picture.mark((node) => {
		const line = Number(node.dataset.line);
		return (lines.includes(line) && isHere(nodes.get(node.dataset.id))) || (fault?.file === view.graph.file && fault.line === line);
	});
	const shown = marked.find((node) => Number(node.dataset.line) === fault?.line) ?? marked.at(-1);
	if (shown)
		view.picture.reveal(shown);
}

/* ---- the page of one flow ---- */

const pathOf = (flow, kind, what, usesFolder) => {
	const of = kind === 'of' ? `&of=${encodeURIComponent(what)}` : kind !== 'used' && usesFolder ? '&of=folder' : '';
	return `/v1/flows/${encodeURIComponent(flow)}?language=${language}${of}`;
};

/* Which dialogue the address names: what /v1/plays is asked, and the fault. */
async function wantedPlay(kind, what) {
	if (kind === 'play')
		return { ask: { file: what }, fault: null };
	const check = await keptWork('/v1/check'), fault = check && faultAt(check, Number(what));
	return fault?.play ? { ask: { text: fault.play }, fault } : null;
}

async function openPlayer(view, kind, what, isGone, onLeave) {
	const note = h('p', { class: 'card quiet', role: 'status' }, w.player.loading), problem = problemBox();
	view.player.replaceChildren(note, problem.el);
	try {
		const wanted = await wantedPlay(kind, what), found = wanted && await playSteps(wanted.ask);
		if (isGone())
			return () => {};
		setText(note, w.player.gone);
		if (!found)
			return () => {};
		const player = makePlayer(found, wanted.fault, (state, isLast) => standAt(view, state, isLast ? wanted.fault : null), onLeave);
		view.player.replaceChildren(player.el);
		return player.stop;
	} catch (error) {
		show(note, false);
		problem.say(error);
		return () => {};
	}
}

function makeHead(flow, kind, what) {
	const version = (to, text, on) => h('a', { class: 'button', href: `#/flows/${flow}${to}`, 'aria-current': on ? 'page' : null }, text);
	const title = h('h1', {}, flow), about = h('span', { class: 'quiet' });
	const faults = h('a', { class: 'chip denied', href: '#/flows', hidden: true });
	return { title, about, faults, el: h('div', { class: 'row flow-head' }, h('a', { href: '#/flows' }, `← ${w.back}`), title,
		h('nav', { class: 'tabs', 'aria-label': w.flow.version }, version('', w.flow.folder, kind !== 'used' && kind !== 'of'), version('/used', w.flow.used, kind === 'used'),
			kind === 'of' && version(`/of/${what}`, w.flow.stored(what.slice(0, 12)), true)), about, faults) };
}

/* What the check says of this flow: with a result that is kept for the files as they are. */
function tellChecked(head, view, flow, plays) {
	keptWork('/v1/check').then((check) => {
		const faults = check ? faultsOf(check, flow).length : 0;
		setText(head.faults, check ? (faults ? w.check.found(faults) : w.check.clean) : w.list.notChecked);
		head.faults.className = `chip ${faults ? 'denied' : check ? 'granted' : 'draft'}`;
		show(head.faults, true);
		view.playList.replaceChildren(...playLinks(flow, plays.filter((one) => one.flow === flow), check));
	}).catch(() => {});
}

/* Shows one flow until the returned function is called. kind: undefined, "used", "of", "play", "fault"; what: of the last three. */
export function showFlow(root, flow, kind, what) {
	const problem = problemBox(), body = h('div', { class: 'flow-body' }), head = makeHead(flow, kind, what);
	const waiting = h('p', { class: 'loading', role: 'status' }, w.flow.drawing);
	const errors = h('div', {}), changed = h('p', { class: 'row changed', hidden: true }, w.folder.changed, h('button', { type: 'button', onclick: () => load() }, w.folder.redraw));
	let gone = false, folder = null, view = null, turn = 0, stopPlayer = () => {};

	const isDrawnFolder = () => kind !== 'used' && kind !== 'of';
	async function load() {
		const mine = ++turn, isOver = () => gone || mine !== turn;
		show(changed, false);
		problem.clear();
		show(waiting, true);
		try {
			const found = await get(pathOf(flow, kind, what, Boolean(folder)));
			if (!isOver())
				await draw(found, isOver);
		} catch (error) {
			if (!isOver())
				problem.say(error);
		}
		if (!isOver())
			show(waiting, false);
	}
	async function draw(found, isOver) {
		const plays = folder?.plays ?? [];
		stopPlayer();
		view?.stop();
		view = makeFlow(found, plays, isOver);
		setText(head.title, found.title);
		body.replaceChildren(view.el);
		show(waiting, false);
		view.picture.begin();
		document.title = `${found.title} · Assent`;
		if (isDrawnFolder())
			tellChecked(head, view, flow, plays);
		if (kind === 'play' || kind === 'fault')
			stopPlayer = await openPlayer(view, kind, what, isOver, () => { location.hash = `#/flows/${flow}`; });
	}
	root.replaceChildren(h('main', { class: 'flows wall' }, head.el, errors, changed, problem.el, waiting, body));
	const stop = watchFolder((seen, isFirst, why) => {
		folder = seen;
		setText(head.about, seen ? '' : `${w.folder.unreadable} (${why.message})`);
		const bundle = seen?.flows.find((one) => one.flow === flow)?.bundle, wrong = (isDrawnFolder() && seen?.errors) || [];
		errors.replaceChildren(...makeErrors(wrong));
		show(changed, false);
		if (wrong.length)
			show(waiting, false); /* what cannot be read is not drawn; what was drawn stays */
		else if (isFirst || !view)
			load();
		else if (isDrawnFolder() && bundle !== view.graph.bundle)
			show(changed, true);
		else if (isDrawnFolder())
			tellChecked(head, view, flow, seen?.plays ?? []);
	});
	return () => {
		gone = true;
		stop();
		stopPlayer();
		view?.stop();
	};
}
