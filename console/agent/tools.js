/* tools.js: what an agent does beside suggestions: own words, marks and modes per party, notes, closing. */
import { actor, draftArea, problemBox } from '../lib/acting.js';
import { h, keyed, setText, show, sureButton } from '../lib/dom.js';
import { canSendTo } from '../lib/state.js';
import { languages, marks, modes, roles, thirdParties, timeText } from '../lib/words.js';

function makeWords(caseId) {
	const to = h('select', { 'aria-label': '받는 사람' });
	const area = draftArea(`${caseId}:words`, '직접 쓴 말', { rows: 2, placeholder: '제안과 따로 직접 쓰기' });
	const problem = problemBox((why) => send(why));
	const form = h('form', { class: 'own-words' }, h('div', { class: 'row' }, h('span', {}, '받는 사람'), to), area.el,
		problem.el, h('button', { type: 'submit' }, '직접 쓴 말 보내기'));
	const perform = actor(caseId, 'words', problem, form);
	async function send(override) {
		const body = { kind: 'words', party: to.value, text: area.text(), ...(override ? { override } : {}) };
		if (body.text && await perform(body))
			area.drop();
	}
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		send();
	});
	to.addEventListener('change', () => problem.settle());
	return { el: form, update(view) {
		const reached = Object.keys(view.parties).filter((r) => canSendTo(view.parties[r]));
		keyed(to, reached, (r) => r, (r) => ({ el: h('option', { value: r }, roles[r]), update() {} }));
	} };
}

/* A request to talk to somebody else: to whom? */
function makeDelegateRequest(role, mark) {
	const to = h('select', { 'aria-label': '누구와 통화하기를 원하나요' },
		...thirdParties.map((r) => h('option', { value: r }, roles[r])));
	const form = h('form', { class: 'row', hidden: true }, h('span', {}, '→'), to, h('button', { type: 'submit' }, '표시'));
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
	const el = h('div', { class: 'switch', role: 'group', 'aria-label': '응대 방식' }, ...buttons);
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
	const withdrawal = sureButton(marks.withdrawal, '철회로 표시할까요?', () => mark('withdrawal'), { 'data-mark': 'withdrawal' });
	const about = h('span', { class: 'quiet' });
	el.append(h('div', { class: 'row' }, h('strong', {}, roles[role]), about, mode.el),
		h('div', { class: 'row marks' }, ...(role === 'caller' ? [request.opener] : []), button('source_complaint'), withdrawal,
			button('callback_request')), request.form, problem.el);
	return { el, update(view) {
		const party = view.parties[role];
		setText(about, [party.member ? '회원' : '비회원', party.language === 'ko' ? '' : languages[party.language]].filter(Boolean).join(' · '));
		mode.update(party.mode);
		show(mode.el, canSendTo(party));
		request.update(view);
	} };
}

function makeNotes(caseId) {
	const list = h('ol', { class: 'notes' });
	const input = draftArea(`${caseId}:note`, '메모', { rows: 1, placeholder: '상담사만 보는 메모' });
	const problem = problemBox();
	const form = h('form', { class: 'row note' }, input.el, h('button', { type: 'submit' }, '메모 남기기'));
	const perform = actor(caseId, 'note', problem, form);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		if (input.text() && await perform({ kind: 'note', text: input.text() }))
			input.drop();
	});
	const el = h('section', { 'aria-label': '메모' }, h('h3', {}, '메모'), list, form, problem.el);
	return { el, update(view) {
		const all = view.notes.map((note, i) => ({ note, i }));
		keyed(list, all, ({ i }) => i, ({ note }) => {
			const by = note.by === 'flow' ? '흐름' : note.by === 'engine' ? '엔진' : note.by;
			return { el: h('li', {}, h('span', { class: 'quiet' }, `${timeText(note.at)} · ${by} `), note.text ?? '지워진 내용입니다'), update() {} };
		});
		show(form, view.status !== 'closed');
		show(el, all.length > 0 || view.status !== 'closed');
	} };
}

/* {el, update(view)} */
export function makeTools(caseId) {
	const words = makeWords(caseId), notes = makeNotes(caseId), problem = problemBox();
	const parties = h('div', {});
	const close = actor(caseId, 'close', problem, parties);
	const closer = sureButton('케이스 종료', '정말 종료할까요?', () => close({ kind: 'close' }), { class: 'closer' });
	const acting = h('section', { 'aria-label': '당사자' }, h('h3', {}, '당사자'), parties);
	const saying = h('section', { 'aria-label': '직접 쓰기' }, h('h3', {}, '직접 쓰기'), words.el);
	const ending = h('div', { class: 'row ending' }, closer);
	const el = h('div', { class: 'tools' }, acting, saying, notes.el, ending, problem.el);
	return { el, update(view) {
		keyed(parties, Object.keys(view.parties).map((role) => ({ role, view })), (p) => p.role, (p) => {
			const part = makeParty(caseId, p.role);
			return { el: part.el, update: (now) => part.update(now.view) };
		});
		words.update(view);
		notes.update(view);
		for (const one of [acting, saying, ending])
			show(one, view.status !== 'closed');
		if (!Object.values(view.parties).some(canSendTo))
			show(saying, false);
	} };
}
