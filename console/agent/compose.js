/* compose.js: the page's own message box: what the agent writes beside suggestions, or of one that he put in at the cursor. */
import { actor, draftArea, keepDraft, problemBox } from '../lib/acting.js';
import { h, keyed, setText, show } from '../lib/dom.js';
import { canSendTo, drafts } from '../lib/state.js';
import { roles } from '../lib/words.js';
import w from './words.js';

/* Which suggestion the text is, kept like the text. */
function makeBound(caseId) {
	const key = `${caseId}:words:suggestion`;
	return { get: () => drafts.get(key), set: (id) => drafts.set(key, id), drop: () => drafts.drop(key) };
}

/* {el, update(view), insert(s)}: insert puts the words of a suggestion at the cursor; what stands there stays. */
export function makeCompose(caseId) {
	const to = h('select', { 'aria-label': w.compose.to }), whom = keepDraft(to, `${caseId}:words:to`);
	const area = draftArea(`${caseId}:words`, w.compose.text, { rows: 2, placeholder: w.compose.hint });
	const problem = problemBox((why) => send(why), `${caseId}:words:override`), bound = makeBound(caseId);
	const told = h('span', {}), loose = h('button', { type: 'button', class: 'link' }, w.compose.loose), note = h('p', { class: 'quiet bound', role: 'status', hidden: true }, told, ' ', loose);
	const form = h('form', { class: 'own-words' }, h('div', { class: 'row' }, h('span', {}, w.compose.to), to), area.el, note, problem.el,
		h('button', { type: 'submit', 'data-go': true }, w.compose.go));
	const el = h('section', { 'aria-label': w.compose.title }, h('h3', {}, w.compose.title), form);
	const perform = actor(caseId, 'words', problem, form);
	let latest = null;

	const suggestion = () => latest?.suggestions.find((s) => s.id === bound.get()) ?? null;
	const isUsable = (s) => s?.state === 'offered' && s.party === to.value && latest.status === 'open';

	function draw() {
		const s = suggestion();
		setText(told, isUsable(s) ? w.compose.bound(roles[s.party]) : w.compose.late);
		show(note, Boolean(s));
		show(loose, isUsable(s));
	}
	/* A question can be answered only where it was sent as that question. */
	async function send(override) {
		const s = suggestion(), more = override ? { override } : {}, text = area.text();
		const body = isUsable(s) ? { kind: 'suggestion', suggestion: s.id, act: text === s.text ? 'send' : 'own_words', ...(text === s.text ? {} : { text }), ...more }
			: { kind: 'words', party: to.value, text, ...more };
		if (text && await perform(body)) {
			area.drop();
			bound.drop();
			whom.drop();
			draw();
		}
	}
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		send();
	});
	to.addEventListener('change', () => {
		problem.settle();
		draw();
	});
	loose.addEventListener('click', () => {
		bound.drop();
		draw();
		area.el.focus();
	});
	return { el, update(view) {
		const reached = Object.keys(view.parties).filter((r) => canSendTo(view.parties[r]));
		latest = view;
		keyed(to, reached, (r) => r, (r) => ({ el: h('option', { value: r }, roles[r]), update() {} }));
		whom.restore();
		show(el, view.status !== 'closed' && reached.length > 0);
		draw();
	}, insert(s) {
		const box = area.el, before = box.value.slice(0, box.selectionStart), gap = before && !/\s$/.test(before) ? ' ' : '';
		const gapBehind = /^\S/.test(box.value.slice(box.selectionEnd)) ? ' ' : '';
		to.value = s.party;
		to.dispatchEvent(new Event('input'));
		bound.set(s.id);
		box.focus();
		box.setRangeText(gap + s.text + gapBehind, box.selectionStart, box.selectionEnd, 'end');
		box.dispatchEvent(new Event('input'));
		problem.settle();
		draw();
	} };
}
