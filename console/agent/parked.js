/* parked.js: a case whose flow has stopped: what that means, what is kept, and what an agent can do. */
import { h, keyed, setText, show, tell } from '../lib/dom.js';
import { isAgent } from '../lib/state.js';
import w from './words.js';

function go(selector) {
	const el = document.querySelector(selector);
	el?.scrollIntoView({ block: 'center' });
	el?.focus();
}

/* {el, update(view)} */
export function makeParked() {
	const reason = h('p', {}), place = h('p', { class: 'place' }), steps = h('ul', { class: 'place' }), told = h('span', { class: 'quiet', role: 'status' });
	const report = h('pre', { class: 'place', tabindex: 0 });
	const copy = h('button', { type: 'button', class: 'primary', onclick: async () => {
		try {
			await navigator.clipboard.writeText(report.textContent);
			setText(told, w.parked.copied);
		} catch {
			setText(told, w.parked.notCopied);
		}
	} }, w.parked.copy);
	const acts = isAgent(), write = h('button', { type: 'button', onclick: () => go('.own-words textarea') }, w.parked.write);
	const close = h('button', { type: 'button', onclick: () => go('.closer') }, w.parked.close);
	const el = h('div', { class: 'banner parked', role: 'alert', 'aria-label': w.parked.title, hidden: true }, h('strong', {}, w.parked.title), h('p', {}, w.parked.plain),
		h('ul', { class: 'advice' }, h('li', {}, w.parked.kept), h('li', {}, w.parked.goOn), h('li', {}, w.parked.tell), h('li', {}, w.parked.end)),
		h('div', { class: 'row' }, copy, acts && write, acts && close, told),
		h('details', {}, h('summary', {}, w.parked.details), place, reason, steps, report));
	return { el, update(view) {
		const p = view.parked;
		show(el, view.status === 'parked');
		if (!p)
			return;
		const at = p.file ? `${p.file}:${p.line}` : '';
		tell(reason, p.told, p.reason, w.parked.original);
		setText(place, at);
		const texts = [[w.parked.recorded, p.recorded], [w.parked.attempted, p.attempted]].filter(([, v]) => v);
		keyed(steps, texts, ([name]) => name, ([name, v]) => ({ el: h('li', {}, `${name}: `, h('span', { lang: 'en' }, v)), update() {} }));
		setText(report, w.parked.report(view.id, view.flow, view.bundle.slice(0, 8), at, p.reason));
	} };
}
