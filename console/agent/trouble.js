/* trouble.js: what did not reach a person, or of which nobody knows whether it did: what an agent can do about it. */
import { actor, problemBox } from '../lib/acting.js';
import { h, keyed, setClass, setText, show, sureButton } from '../lib/dom.js';
import { roles, toldText } from '../lib/words.js';
import w from './words.js';

function makeItem(caseId, first) {
	const what = h('strong', {}), text = h('p', { class: 'words short' }), reason = h('p', { class: 'quiet' }), advice = h('p', {}), problem = problemBox();
	const el = h('article', { 'data-message': first.id, tabindex: -1 });
	const perform = actor(caseId, `resolve:${first.id}`, problem, el);
	const resolve = (act) => perform({ kind: 'resolve', message: first.id, act });
	const arrived = h('button', { type: 'button', 'data-resolve': 'arrived', onclick: () => resolve('arrived') }, w.trouble.arrived);
	const lost = h('button', { type: 'button', 'data-resolve': 'lost', onclick: () => resolve('lost') }, w.trouble.lost);
	const sure = sureButton(w.trouble.again, w.trouble.againSure, () => resolve('again'), { 'data-resolve': 'again' });
	const plain = h('button', { type: 'button', 'data-resolve': 'again', onclick: () => resolve('again') }, w.trouble.again);
	el.append(what, text, reason, advice, h('div', { class: 'row' }, arrived, lost, sure, plain), problem.el);
	return { el, update(m) {
		const unsure = m.delivery === 'unknown';
		setClass(el, `trouble-item ${m.delivery}`);
		setText(what, (unsure ? w.trouble.unknown : w.trouble.dead)(roles[m.party]));
		setText(text, m.text ?? w.erased);
		setText(reason, toldText(m.reason_told, m.reason));
		show(reason, Boolean(m.reason));
		setText(advice, unsure ? w.trouble.adviceUnknown : w.trouble.adviceDead);
		for (const button of [arrived, lost, sure])
			show(button, unsure);
		show(plain, !unsure);
	} };
}

const isOpen = (m) => m.from !== 'party' && (m.delivery === 'unknown' || (m.delivery === 'dead' && m.text)) && m.resolved !== 'again';

/* {el, update(view)} */
export function makeTrouble(caseId) {
	const list = h('div', { class: 'cards' });
	const el = h('section', { class: 'trouble', 'aria-label': w.trouble.title, hidden: true }, h('h3', {}, w.trouble.title), list);
	return { el, update(view) {
		const all = view.status === 'closed' ? [] : view.messages.filter(isOpen);
		keyed(list, all, (m) => m.id, (m) => makeItem(caseId, m));
		show(el, all.length > 0);
	} };
}
