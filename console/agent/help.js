/* help.js: the sheet of keys, and the switch of those that are one letter. */
import { h } from '../lib/dom.js';
import { acts, setSingle, usesSingle } from './keys.js';
import w from './words.js';

const extra = [['1–3', w.keys.acts.reasons], ['Ctrl Enter', w.keys.acts.submit], ['Esc', w.keys.acts.leave]];

/* {button, el}: what opens it, and the sheet. */
export function makeHelp() {
	const letters = acts.map((a) => [a.letter === '?' ? '?' : a.letter.toUpperCase(), w.keys.acts[a.name]]);
	const list = (rows, name) => h('dl', { class: name }, ...rows.map(([key, text]) => h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, text))));
	const single = h('input', { type: 'checkbox' });
	const close = h('button', { type: 'button', onclick: () => el.close() }, w.keys.close);
	const el = h('dialog', { class: 'keys', 'aria-label': w.keys.title }, h('div', { class: 'row spread' }, h('h2', {}, w.keys.title), close), h('p', { class: 'quiet' }, w.keys.about),
		h('label', {}, single, ` ${w.keys.single}`), list(letters), list(extra, 'more'));
	single.addEventListener('change', () => setSingle(single.checked));
	const button = h('button', { type: 'button', class: 'link help', 'data-help': true, 'aria-label': w.keys.open, onclick: () => {
		single.checked = usesSingle();
		if (!el.open)
			el.showModal();
	} }, h('kbd', {}, '?'), ` ${w.head.keys}`);
	return { button, el };
}
