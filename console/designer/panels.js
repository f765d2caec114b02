/* panels.js: what stands beside a flow's picture: one panel at a time, and what is said at a place of it. */
import { h, show } from '../lib/dom.js';
import { languages } from '../lib/words.js';
import { faultsOf, makeText } from './check.js';
import w from './words.js';

/* panels: {name: element}. */
export function makePanels(panels) {
	const names = Object.keys(panels);
	const tabs = names.map((name) => h('button', { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}`, onclick: () => choose(name) }, w.flow[name]));
	function choose(name) {
		names.forEach((one, i) => {
			tabs[i].setAttribute('aria-selected', String(one === name));
			tabs[i].tabIndex = one === name ? 0 : -1;
			show(panels[one], one === name);
		});
	}
	function onKey(event) {
		const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key], at = tabs.indexOf(document.activeElement);
		if (!by || at < 0)
			return;
		event.preventDefault();
		event.stopPropagation();
		const next = (at + by + tabs.length) % tabs.length;
		choose(names[next]);
		tabs[next].focus();
	}
	names.forEach((name) => {
		panels[name].classList.add('panel');
		panels[name].setAttribute('role', 'tabpanel');
		panels[name].id = `panel-${name}`;
		panels[name].setAttribute('aria-labelledby', `tab-${name}`);
	});
	choose(names[0]);
	return { el: h('div', { class: 'panels' }, h('div', { class: 'tabs', role: 'tablist', 'aria-label': w.title, onkeydown: onKey }, ...tabs), ...Object.values(panels)), choose };
}

/* ---- what is said at a wait, whole ---- */

function makePhrase(id, phrase) {
	return h('div', { class: 'phrase', 'data-phrase': id }, h('h3', {}, `say.${id} (${phrase.file}:${phrase.line})`, phrase.draft && h('span', { class: 'chip draft' }, w.flow.draft)), h('p', {}, phrase.text),
		phrase.others.length > 0 && h('details', {}, h('summary', {}, w.flow.otherLanguages), ...phrase.others.map((other) =>
			h('div', { lang: other.language }, h('h3', {}, `${languages[other.language] ?? other.language} (${other.file}:${other.line})`), h('p', {}, other.text)))));
}

export function makeSaid(graph) {
	const el = h('section', { class: 'card said', 'aria-label': w.flow.picked, hidden: true });
	return { el, show(nodes) {
		const ids = [...new Set(nodes.flatMap((n) => n.phrases))];
		const [first] = nodes;
		show(el, Boolean(first));
		if (!first)
			return;
		el.replaceChildren(...[h('h2', {}, `${first.what}${first.who ? ` · ${first.who}` : ''}`),
			h('p', { class: 'quiet' }, `${graph.file}:${first.line}${first.within ? ` · ${w.flow.within(first.within)}` : ''}`),
			first.opens && h('p', { class: 'chip requested' }, w.flow.opens(first.opens)),
			...ids.map((id) => makePhrase(id, graph.phrases[id])), !ids.length && first.text && h('p', {}, first.text)].filter(Boolean));
	} };
}

/* ---- dialogues to choose from ---- */

/* check null: the flows were not checked as they are. */
export function playLinks(flow, plays, check) {
	const faults = check ? faultsOf(check, flow) : [];
	const link = (href, ...text) => h('li', {}, h('a', { href }, ...text));
	const faultOf = (one) => {
		const text = [`${one.file}:${one.line} `, makeText('span', one)];
		return one.play ? link(`#/flows/${flow}/fault/${one.n}`, ...text) : h('li', {}, ...text);
	};
	return [faults.length > 0 && h('section', { class: 'faults' }, h('h3', {}, w.player.faults), h('ul', {}, ...faults.map(faultOf))),
		h('h3', {}, w.player.plays), plays.length ? h('ul', {}, ...plays.map((one) => link(`#/flows/${flow}/play/${encodeURIComponent(one.file)}`, one.title || one.file))) :
			h('p', { class: 'quiet' }, w.player.none)].filter(Boolean);
}
