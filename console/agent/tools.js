/* tools.js: what an agent does beside suggestions: marks and modes per party, notes, closing. */
import { actor, draftArea, problemBox } from '../lib/acting.js';
import { h, keyed, setText, show, sureButton } from '../lib/dom.js';
import { canSendTo, isAgent } from '../lib/state.js';
import { languages, marks, modes, roles, thirdParties, timeText, toldText } from '../lib/words.js';
import w from './words.js';

/* A request to talk to somebody else: to whom? */
function makeDelegateRequest(role, mark) {
	const to = h('select', { 'aria-label': w.tools.toWhom },
		...thirdParties.map((r) => h('option', { value: r }, roles[r])));
	const form = h('form', { class: 'row', hidden: true }, h('span', {}, '→'), to, h('button', { type: 'submit' }, w.tools.mark));
	const opener = h('button', { type: 'button', 'data-mark': 'delegate_request', onclick: () => {
		show(form, form.hidden);
		if (!form.hidden)
			to.focus();
	} }, `${marks.delegate_request}…`);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		if (await mark('delegate_request', to.value))
			show(form, false);
	});
	let chosen = false;
	to.addEventListener('change', () => { chosen = true; });
	return { opener, form, update(view) {
		const likely = thirdParties.find((r) => r !== role && view.parties[r]);
		if (!chosen && likely && form.hidden)
			to.value = likely;
	} };
}

function makeModes(perform) {
	const buttons = Object.entries(modes).map(([mode, label]) =>
		h('button', { type: 'button', 'data-mode': mode, onclick: () => perform(mode) }, label));
	const el = h('div', { class: 'switch', role: 'group', 'aria-label': w.tools.mode }, ...buttons);
	return { el, update(mode) {
		for (const button of buttons)
			button.setAttribute('aria-pressed', String(button.dataset.mode === mode));
	} };
}

function makeParty(caseId, role) {
	const problem = problemBox();
	const el = h('div', { class: 'party', 'data-party-tools': role });
	const perform = actor(caseId, `party:${role}`, problem, el);
	const mark = (name, to) => perform({ kind: 'mark', party: role, mark: name, ...(to ? { to } : {}) });
	const mode = makeModes((m) => perform({ kind: 'mode', party: role, mode: m }));
	const request = makeDelegateRequest(role, mark);
	const button = (name) => h('button', { type: 'button', 'data-mark': name, onclick: () => mark(name) }, marks[name]);
	const withdrawal = sureButton(marks.withdrawal, w.tools.withdrawSure, () => mark('withdrawal'), { 'data-mark': 'withdrawal' });
	const about = h('span', { class: 'quiet' });
	el.append(h('div', { class: 'row' }, h('strong', {}, roles[role]), about, mode.el),
		h('div', { class: 'row marks' }, ...(role === 'caller' ? [request.opener] : []), button('source_complaint'), withdrawal,
			button('callback_request')), request.form, problem.el);
	return { el, update(view) {
		const party = view.parties[role];
		setText(about, [party.member ? w.tools.member : w.tools.guest, party.language === 'ko' ? '' : languages[party.language]].filter(Boolean).join(' · '));
		mode.update(party.mode);
		show(mode.el, canSendTo(party));
		request.update(view);
	} };
}

function makeNotes(caseId) {
	const list = h('ol', { class: 'notes' });
	const input = draftArea(`${caseId}:note`, w.notes.title, { rows: 1, placeholder: w.notes.hint });
	const problem = problemBox();
	const form = h('form', { class: 'row note' }, input.el, h('button', { type: 'submit' }, w.notes.go));
	const perform = actor(caseId, 'note', problem, form);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		if (input.text() && await perform({ kind: 'note', text: input.text() }))
			input.drop();
	});
	const el = h('section', { 'aria-label': w.notes.title }, h('h3', {}, w.notes.title), list, form, problem.el);
	return { el, update(view) {
		const all = view.notes.map((note, i) => ({ note, i }));
		keyed(list, all, ({ i }) => i, ({ note }) => {
			const by = note.by === 'flow' ? w.notes.flow : note.by === 'engine' ? w.notes.engine : note.by;
			return { el: h('li', {}, h('span', { class: 'quiet' }, `${timeText(note.at)} · ${by} `), toldText(note.told, note.text) ?? w.erased), update() {} };
		});
		show(form, view.status !== 'closed');
		show(el, all.length > 0 || (isAgent() && view.status !== 'closed'));
	} };
}

/* {el, update(view)} */
export function makeTools(caseId) {
	const notes = makeNotes(caseId), problem = problemBox();
	const parties = h('div', {});
	const close = actor(caseId, 'close', problem, parties);
	const closer = sureButton(w.tools.close, w.tools.closeSure, () => close({ kind: 'close' }), { class: 'closer' });
	const acting = h('section', { 'aria-label': w.tools.title }, h('h3', {}, w.tools.title), parties);
	const ending = h('div', { class: 'row ending' }, closer);
	const el = h('div', { class: 'tools' }, acting, notes.el, ending, problem.el);
	return { el, update(view) {
		keyed(parties, Object.keys(view.parties).map((role) => ({ role, view })), (p) => p.role, (p) => {
			const part = makeParty(caseId, p.role);
			return { el: part.el, update: (now) => part.update(now.view) };
		});
		notes.update(view);
		for (const one of [acting, ending])
			show(one, isAgent() && view.status !== 'closed');
	} };
}
