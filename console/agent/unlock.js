/* unlock.js: what would have to be granted for a suggestion that the gate has stopped, and how that can come about: the
 * engine's own reason. */
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { consentKinds, roles } from '../lib/words.js';
import w from './words.js';

function goTo(selector) {
	const el = document.querySelector(selector);
	if (!el)
		return;
	for (let box = el.closest('details'); box; box = box.parentElement.closest('details'))
		box.open = true;
	el.scrollIntoView({ block: 'center' });
	el.focus();
}

function makeNeed() {
	const what = h('strong', {}), state = h('span', {}), act = h('p', {});
	let latest = null;
	const answer = h('button', { type: 'button', onclick: () => goTo(`[data-question="${latest.question}"] .attest input`) }, w.unlock.answer);
	const record = h('button', { type: 'button', class: 'link', onclick: () => goTo(`[data-consent="${latest.consent}"] > summary`) }, w.unlock.consent);
	const el = h('li', {}, h('div', { class: 'row' }, what, state), act, h('div', { class: 'row' }, answer, record));
	return { el, update(need) {
		latest = need;
		const never = need.kind === 'never';
		setText(what, never ? '' : w.unlock.need(roles[need.of], consentKinds[need.kind] ?? need.kind));
		setClass(state, `chip ${need.state ?? ''}`);
		setText(state, w.unlock.states[need.state]);
		show(state, !never);
		setText(act, never ? w.unlock.never : w.unlock.acts[need.state]);
		show(answer, Boolean(need.question));
		show(record, Boolean(need.consent));
	} };
}

/* {el, update(s)} */
export function makeUnlock() {
	const list = h('ul', {}), none = h('p', {}, w.unlock.none);
	const el = h('div', { class: 'unlock', hidden: true }, h('h4', {}, w.unlock.title), none, list);
	return { el, update({ unlock }) {
		show(el, Boolean(unlock));
		if (!unlock)
			return;
		keyed(list, unlock, (need) => need.kind, makeNeed);
		show(none, unlock.length === 0);
	} };
}
