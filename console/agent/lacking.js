/* lacking.js: the words of a step lack values: a form for them, each as its placeholder is. The engine checks; what it says
 * stands at the field. */
import { actor, keepDraft, problemBox } from '../lib/acting.js';
import { h, keyed, setText, show, sureButton } from '../lib/dom.js';
import { messageOf, roles, sentence, untilText } from '../lib/words.js';
import w from './words.js';

const labelOf = (m) => (m.form === 'phone' ? w.lacking.phone(roles[m.of]) : w.lacking.fields[m.name] ?? m.name);
const inputs = {
	date: { type: 'date' }, phone: { type: 'tel', autocomplete: 'off', placeholder: '010-0000-0000', maxlength: 20 },
	name: { type: 'text', autocomplete: 'off' }, text: { type: 'text', autocomplete: 'off' },
};

/* What cannot be right is said before it is sent; the engine has the last word. */
function wrong(m, value) {
	if (!value)
		return m.form === 'date' ? w.lacking.dateForm : w.lacking.required;
	if (m.form === 'phone' && !/^\+?[\d -]{7,20}$/.test(value))
		return w.lacking.phoneForm;
	return [...value].length > m.max ? w.lacking.tooLong(m.max) : '';
}

function makeField(caseId, wait, m, box) {
	const id = `${wait}-${m.name}`, label = labelOf(m);
	const input = h('input', { id, name: m.name, 'aria-describedby': `${id}-from ${id}-error`, maxlength: m.max, ...inputs[m.form] });
	const error = h('span', { id: `${id}-error`, class: 'field-error', role: 'alert', hidden: true });
	const from = [w.lacking.from[m.class], m.purpose && w.lacking.purpose(m.purpose)].filter(Boolean).join(' ');
	const el = h('div', { class: 'lacking-field', 'data-value': m.name }, h('label', { for: id }, label), input, h('span', { id: `${id}-from`, class: 'quiet' }, from), error);
	const perform = actor(caseId, `value:${m.name}`, { clear: () => say(''), settle: () => say(''), say: (e) => say(e.code === 'input' ? messageOf(e).replace(/^value: /, '') : sentence(e)) }, box);
	function say(text) {
		setText(error, text);
		show(error, Boolean(text));
		input.setAttribute('aria-invalid', String(Boolean(text)));
	}
	const kept = keepDraft(input, `${caseId}:${id}`);
	input.addEventListener('input', () => say(''));
	return { el, update() {}, check() {
		const text = wrong(m, input.value.trim());
		say(text);
		return !text;
	}, isWrong: () => !error.hidden, focus: () => input.focus(), async send() {
		const taken = await perform({ kind: 'field', field: m.name, value: input.value.trim() });
		if (taken)
			kept.drop();
		else
			input.focus();
		return taken;
	} };
}

/* "2026-11-20" as the engine writes a day to a person. */
const dayIn = (tongue, date) => new Intl.DateTimeFormat(tongue, { month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(date));

/* What the case says of a placeholder, in the language of whom it is for; the flow's own words are not known here. */
function knownText(view, party, name) {
	const [role, field] = name.split('.'), value = view.facts[name], tongue = view.parties[party].language;
	if (field)
		return view.parties[role]?.phone;
	return name === 'topic' ? view.topic_told?.[tongue] : name === 'trip_date' && value ? dayIn(tongue, value) : value;
}

function makeForm(caseId, first) {
	const preview = h('p', { class: 'words' }), limit = h('span', { class: 'quiet limit' }), fields = h('div', { class: 'lacking-fields' }), problem = problemBox();
	const form = h('form', { class: 'lacking', 'data-lacking': first.id, novalidate: true });
	const made = new Map();
	let latest = first;
	const decline = actor(caseId, `value:${first.id}:declined`, problem, form);
	const unknown = sureButton(w.lacking.unknown, w.lacking.unknownSure, () => decline({ kind: 'field', field: latest.missing[0].name, declined: true }), { class: 'link' });
	form.append(h('header', { class: 'row' }, h('strong', {}, w.lacking.title), limit), h('p', { class: 'quiet' }, w.lacking.forWhom(roles[first.party])), preview, fields,
		h('div', { class: 'row' }, h('button', { type: 'submit', class: 'primary' }, w.lacking.go), unknown), problem.el);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const now = latest.missing.map((m) => made.get(m.name));
		if (now.filter((field) => !field.check()).length)
			return now.find((field) => field.isWrong()).focus();
		for (const field of now)
			if (!await field.send())
				return;
	});
	return { el: form, update({ view, wait }) {
		latest = wait;
		const labels = Object.fromEntries(wait.missing.map((m) => [m.name, w.lacking.blank(labelOf(m))]));
		setText(preview, wait.template?.replace(/\{([\w.]+)(:[^}]*)?\}/g, (whole, name) => labels[name] ?? knownText(view, wait.party, name) ?? '…'));
		setText(limit, untilText(wait.until));
		keyed(fields, wait.missing, (m) => m.name, (m) => {
			made.set(m.name, makeField(caseId, wait.id, m, form));
			return made.get(m.name);
		});
	} };
}

/* {el, update(view)} */
export function makeLacking(caseId) {
	const list = h('div', { class: 'cards' });
	const el = h('section', { 'aria-label': w.lacking.title, hidden: true }, list);
	return { el, update(view) {
		const all = view.waits.filter((wait) => wait.state === 'lacking');
		keyed(list, all.map((wait) => ({ view, wait })), ({ wait }) => wait.id, ({ wait }) => makeForm(caseId, wait));
		show(el, all.length > 0);
	} };
}
