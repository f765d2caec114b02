/* questions.js: what the flow waits for, until when, and the answers that an agent records: spoken ones and values. */
import { actor, keepDraft, problemBox } from '../lib/acting.js';
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { answers, marks, methods, roles, untilText } from '../lib/words.js';
import w from './words.js';

const { kinds, states } = w.questions;

/* Spoken answer: 네 / 아니요 / 불명확, how it was given, and the words. What was heard and how is kept; which answer it was is
 * decided as it is recorded. */
function makeAttest(caseId, question, problem, box) {
	const name = `answer-${question}`;
	const choices = Object.entries(answers).map(([value, label]) =>
		h('label', { class: 'radio' }, h('input', { type: 'radio', name, value }), label));
	const method = h('select', { 'aria-label': w.questions.method },
		...Object.entries(methods).map(([value, label]) => h('option', { value }, label)));
	const words = h('input', { type: 'text', maxlength: 1000, placeholder: w.questions.wordsHint, 'aria-label': w.questions.words });
	const form = h('form', { class: 'attest' }, h('div', { class: 'row', role: 'radiogroup', 'aria-label': w.questions.answer }, ...choices, method),
		h('div', { class: 'row' }, words, h('button', { type: 'submit' }, w.questions.record)));
	const kept = [['words', words], ['method', method]].map(([part, field]) => keepDraft(field, `${caseId}:${question}:${part}`));
	const el = h('details', { class: 'spoken', open: kept[0].isUnsent() }, h('summary', {}, w.questions.spoken), form);
	const perform = actor(caseId, `attest:${question}`, problem, box);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const chosen = form.querySelector('input:checked');
		if (!chosen)
			return choices[0].firstElementChild.focus();
		const said = words.value.trim();
		if (await perform({ kind: 'attest', question, answer: chosen.value, method: method.value, ...(said ? { words: said } : {}) })) {
			kept.forEach((one) => one.drop());
			form.reset();
		}
	});
	return { el, noYes: () => show(choices[0], false) };
}

/* A value that was asked for: given or declined. */
function makeField(caseId, field, problem, box) {
	const owner = roles[field.split('.')[0]] ?? field;
	const input = h('input', { type: 'tel', maxlength: 20, placeholder: '010-0000-0000', 'aria-label': w.questions.phone(owner) });
	const perform = actor(caseId, `field:${field}`, problem, box), kept = keepDraft(input, `${caseId}:field:${field}`);
	const record = async (answer) => await perform({ kind: 'field', field, ...answer }) && kept.drop();
	const el = h('form', { class: 'row field' }, h('label', {}, w.questions.phone(owner)), input,
		h('button', { type: 'submit' }, w.questions.give),
		h('button', { type: 'button', onclick: () => record({ declined: true }) }, w.questions.declined));
	el.addEventListener('submit', (event) => {
		event.preventDefault();
		if (input.value.trim())
			record({ value: input.value.trim() });
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
	return { el, update(wait) {
		setClass(el, `question ${wait.state}`);
		setText(what, w.questions.asks(roles[wait.party], kinds[wait.kind]));
		setText(state, states[wait.state] ?? wait.state);
		setText(limit, untilText(wait.until));
		setText(text, wait.text);
		show(text, wait.state !== 'offered'); /* until then it stands in its suggestion */
	} };
}

function waitText(wait) {
	if (wait.kind === 'listen')
		return w.questions.listen(roles[wait.party], wait.marks.map((m) => w.questions.quoted(marks[m] ?? m)).join(', '));
	return w.questions.time;
}

function makeWaiting() {
	const text = h('span', {}), limit = h('span', { class: 'quiet limit' });
	const el = h('p', { class: 'row waiting' }, text, limit);
	return { el, update(wait) {
		setText(text, waitText(wait));
		setText(limit, untilText(wait.until));
	} };
}

/* {el, update(view)} */
export function makeQuestions(caseId) {
	const list = h('div', { class: 'cards' });
	const el = h('section', { 'aria-label': w.questions.title }, h('h3', {}, w.questions.title), list);
	return { el, update(view) {
		const open = view.waits.filter((wait) => wait.kind !== 'suggest' && wait.state !== 'lacking');
		keyed(list, open, (wait) => wait.id, (wait) => (wait.kind in kinds ? makeQuestion(caseId, wait) : makeWaiting()));
		show(el, open.length > 0);
	} };
}
