/* why.js: which fact opened the flow, which step and line of it, which phrase and which answer made this suggestion. */
import { h, keyed, setText, show } from '../lib/dom.js';
import { marks, roles, timeText, toldText } from '../lib/words.js';
import w from './words.js';

function factText(view, { fact, has, fits }) {
	const word = fact === 'topic' ? toldText(view.topic_told) : fact === 'inbound' ? roles[has] : null;
	const text = w.why.fact(w.why.facts[fact] ?? fact, word ?? w.why.values[String(has)] ?? String(has));
	return fits ? text : w.why.notFit(text);
}

function answerText(s) {
	const a = s.why.answer, role = (name) => roles[name] ?? name;
	if (s.why.handler)
		return w.why.handler(marks[s.why.handler] ?? s.why.handler, role(s.why.by));
	if (!a)
		return w.why.begin;
	const state = a.kind ? `${marks[a.kind] ?? a.kind}${a.to ? ` → ${role(a.to)}` : ''}` : w.why.states[a.state] ?? a.state;
	return w.why.answerText(role(a.party), a.phrase, state);
}

/* With which flows it runs; since when, where they were deployed under it. */
function bundleText({ bundles }) {
	const [now, before] = [...bundles].reverse().map((b) => b.bundle.slice(0, 8));
	return before ? w.head.moved(now, timeText(bundles.at(-1).since), before) : w.head.bundle(now);
}

/* {el, update(view, s)} */
export function makeWhy() {
	const rows = h('dl', {}), place = h('span', { class: 'quiet why' });
	const el = h('details', { class: 'because' }, h('summary', {}, w.why.title, ' ', place), rows);
	return { el, update(view, s) {
		show(el, Boolean(s.why));
		if (!s.why)
			return;
		const at = `${s.why.file}:${s.why.line}`;
		const told = [[w.why.flow, `${view.title} · ${bundleText(view)}`], [w.why.opened, view.opens.map((o) => factText(view, o)).join(', ')], [w.why.step, s.why.step], [w.why.answer, answerText(s)],
			[w.why.line, at], [w.why.phrase, w.why.phraseText(s.phrase, s.version, s.draft)], [w.why.source, s.source], [w.why.question, s.question]];
		setText(place, at);
		keyed(rows, told.filter(([, text]) => text), ([name]) => name, ([name]) => {
			const text = h('dd', {});
			return { el: h('div', {}, h('dt', {}, name), text), update: ([, now]) => setText(text, now) };
		});
	} };
}
