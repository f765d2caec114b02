/* questions.js: what the flow waits for, until when, and the answers that an agent records: spoken ones and values. */
import { actor, problemBox } from '../lib/acting.js';
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { answers, marks, methods, roles, untilText } from '../lib/words.js';

const kinds = { confirm: '질문', consent: '동의', ask: '연락처' };
const states = { offered: '아직 묻지 않음', served: '답을 기다림', unclear: '답이 분명하지 않음' };

/* Spoken answer: 네 / 아니요 / 불명확, how it was given, and the words. */
function makeAttest(caseId, question, problem, box) {
	const name = `answer-${question}`;
	const choices = Object.entries(answers).map(([value, label]) =>
		h('label', { class: 'radio' }, h('input', { type: 'radio', name, value }), label));
	const method = h('select', { 'aria-label': '답한 방법' },
		...Object.entries(methods).map(([value, label]) => h('option', { value }, label)));
	const words = h('input', { type: 'text', maxlength: 1000, placeholder: '들은 그대로 (예: 네 괜찮습니다)', 'aria-label': '들은 말' });
	const form = h('form', { class: 'attest' }, h('div', { class: 'row', role: 'radiogroup', 'aria-label': '답' }, ...choices, method),
		h('div', { class: 'row' }, words, h('button', { type: 'submit' }, '답 기록')));
	const el = h('details', { class: 'spoken' }, h('summary', {}, '말로 들은 답 기록'), form);
	const perform = actor(caseId, `attest:${question}`, problem, box);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const chosen = form.querySelector('input:checked');
		if (!chosen)
			return choices[0].firstElementChild.focus();
		const said = words.value.trim();
		if (await perform({ kind: 'attest', question, answer: chosen.value, method: method.value, ...(said ? { words: said } : {}) }))
			form.reset();
	});
	return { el, noYes: () => show(choices[0], false) };
}

/* A value that was asked for: given or declined. */
function makeField(caseId, field, problem, box) {
	const owner = roles[field.split('.')[0]] ?? field;
	const input = h('input', { type: 'tel', maxlength: 20, placeholder: '010-0000-0000', 'aria-label': `${owner} 연락처` });
	const perform = actor(caseId, `field:${field}`, problem, box);
	const el = h('form', { class: 'row field' }, h('label', {}, `${owner} 연락처`), input,
		h('button', { type: 'submit' }, '입력'),
		h('button', { type: 'button', onclick: () => perform({ kind: 'field', field, declined: true }) }, '거절'));
	el.addEventListener('submit', (event) => {
		event.preventDefault();
		if (input.value.trim())
			perform({ kind: 'field', field, value: input.value.trim() });
		else
			input.focus();
	});
	return { el };
}

function makeQuestion(caseId, first) {
	const what = h('strong', {}), state = h('span', { class: 'chip' }), limit = h('span', { class: 'quiet limit' });
	const text = h('p', { class: 'words short' }), problem = problemBox();
	const el = h('article', { 'data-question': first.id });
	const attest = makeAttest(caseId, first.id, problem, el);
	const field = first.field ? makeField(caseId, first.field, problem, el) : null;
	el.append(h('header', { class: 'row' }, what, state, limit), text, ...(field ? [field.el] : []), attest.el, problem.el);
	if (field)
		attest.noYes();
	return { el, update(w) {
		setClass(el, `question ${w.state}`);
		setText(what, `${roles[w.party]}에게 묻는 ${kinds[w.kind]}`);
		setText(state, states[w.state] ?? w.state);
		setText(limit, untilText(w.until));
		setText(text, w.text);
		show(text, w.state !== 'offered'); /* until then it stands in its suggestion */
	} };
}

function waitText(w) {
	if (w.kind === 'listen')
		return `${roles[w.party]}의 ${w.marks.map((m) => `‘${marks[m] ?? m}’`).join(', ')} 표시를 기다립니다`;
	return '정해진 때까지 기다립니다';
}

function makeWaiting() {
	const text = h('span', {}), limit = h('span', { class: 'quiet limit' });
	const el = h('p', { class: 'row waiting' }, text, limit);
	return { el, update(w) {
		setText(text, waitText(w));
		setText(limit, untilText(w.until));
	} };
}

/* {el, update(view)} */
export function makeQuestions(caseId) {
	const list = h('div', { class: 'cards' });
	const el = h('section', { 'aria-label': '열린 질문' }, h('h3', {}, '열린 질문'), list);
	return { el, update(view) {
		const open = view.waits.filter((w) => w.kind !== 'suggest');
		keyed(list, open, (w) => w.id, (w) => (w.kind in kinds ? makeQuestion(caseId, w) : makeWaiting()));
		show(el, open.length > 0);
	} };
}
