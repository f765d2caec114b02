/* editors.js: what a suggestion opens: a text to send in its place, or why it is skipped. */
import { draftArea, keepDraft } from '../lib/acting.js';
import { h, setText, show } from '../lib/dom.js';
import w from './words.js';

export const kinds = ['edit', 'own_words', 'posted'];
const goesOf = { edit: w.editor.goEdit, own_words: w.editor.goOwn, posted: w.editor.goPosted };

/* The textarea of "edit", "own_words" or "posted". Control and Enter send it. close(): left by Escape, its draft kept. */
export function makeEditor(key, kind, send, close) {
	const area = draftArea(key, w.editor[kind], { rows: 4 });
	const go = h('button', { type: 'button', class: 'primary', 'data-go': true }, goesOf[kind]);
	const cancel = h('button', { type: 'button', 'data-leave': true }, w.cancel);
	const late = h('p', { class: 'quiet late', role: 'status', hidden: true });
	const el = h('div', { class: 'editor', hidden: true, 'data-editor': kind }, kind === 'posted' && h('p', { class: 'quiet' }, w.editor.told), area.el, late,
		h('div', { class: 'row' }, go, cancel));
	go.addEventListener('click', () => send());
	cancel.addEventListener('click', () => {
		area.drop();
		close();
	});
	return { el, area, update(open, why) {
		show(go, open);
		setText(late, open ? '' : why ? w.editor.lateWhy(why) : w.editor.late);
		show(late, !open);
	} };
}

/* To skip a question ends it; to skip asking it again leaves it open. One that was asked by telephone stays open too: a
 * notice only where it was read out as it stands. A reason that is being typed is kept, as what the others hold. */
export function makeSkip(key, first, use, close) {
	const endsQuestion = first.question && first.purpose !== 'reask', asked = first.purpose === 'consent' ? 'read_out' : 'asked';
	const reason = h('input', { type: 'text', maxlength: 300, placeholder: endsQuestion ? w.skip.ends : w.skip.other, 'aria-label': w.skip.reason });
	const kept = keepDraft(reason, key);
	function drop() {
		reason.value = '';
		kept.drop();
	}
	const go = h('button', { type: 'button' }, w.skip.go);
	const already = endsQuestion && h('button', { type: 'button', 'data-act': asked, title: w.skip.askedHint, onclick: () => use({ act: asked }) },
		asked === 'asked' ? w.skip.asked : w.skip.readOut);
	const common = (endsQuestion ? w.skip.question : w.skip.statement).map((text, i) =>
		h('button', { type: 'button', 'data-digit': i + 1, onclick: () => use({ act: 'skip', reason: text }) }, h('kbd', { 'aria-hidden': 'true' }, String(i + 1)), ` ${text}`));
	const el = h('div', { class: 'editor', hidden: true, 'data-editor': 'skip' }, h('div', { class: 'row', role: 'group', 'aria-label': w.skip.common }, ...common, already),
		h('div', { class: 'row' }, reason, go, h('button', { type: 'button', 'data-leave': true, onclick: () => {
			drop();
			close();
		} }, w.cancel)));
	go.addEventListener('click', () => (reason.value.trim() ? use({ act: 'skip', reason: reason.value.trim() }) : reason.focus()));
	reason.addEventListener('keydown', (event) => {
		if (event.key !== 'Enter' || event.isComposing)
			return;
		event.preventDefault();
		go.click();
	});
	return { el, drop, isUnsent: kept.isUnsent, focus: () => (kept.isUnsent() ? reason : common[0]).focus() };
}
