/* filters.js: what of the ledger is asked for; it stands in the address, so that it can be sent to somebody. */
import { h, show } from '../lib/dom.js';
import { flowTitle } from '../lib/state.js';
import { consentStates, roles } from '../lib/words.js';
import w, { field, kindWord, select } from './parts.js';

export const names = ['state', 'kind', 'subject', 'delegate', 'flow', 'by', 'case', 'since', 'until'];
const TYPED_MS = 300;

const choice = (words) => [['', w.ledger.any], ...Object.entries(words)];
const optionsOf = { state: choice(consentStates), subject: choice(roles), delegate: [...choice(roles), ['none', w.ledger.noDelegate]] };

/* A day of the reader's zone as the API is asked for it: its beginning, or the beginning of the next. */
export function dayAsked(day, isEnd) {
	const [year, month, date] = day.split('-').map(Number);
	return new Date(year, month - 1, date + (isEnd ? 1 : 0)).toISOString();
}

/* The day that was asked for by such a time; null: none of the reader's zone. */
export function dayOf(time, isEnd) {
	const at = new Date(time), two = (n) => String(n).padStart(2, '0');
	if (isEnd)
		at.setDate(at.getDate() - 1);
	const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
	return dayAsked(day, isEnd) === new Date(time).toISOString() ? day : null;
}

/* {el, values(): as they stand in the address, asked(): as the API takes them, choices(kinds, flows)} */
export function makeFilters(start, fixed, onChange) {
	const values = Object.fromEntries(names.map((name) => [name, start.get(name) ?? '']));
	const controls = {}, slots = {};
	let timer = 0;
	function set(name, value, wait = 0) {
		values[name] = value;
		show(clear, isAny());
		clearTimeout(timer);
		timer = setTimeout(onChange, wait);
	}
	function fill(name, options) {
		const known = options.some(([value]) => value === values[name]) ? options : [...options, [values[name], values[name]]];
		controls[name] = select(known, values[name], (value) => set(name, value));
		slots[name].replaceChildren(h('span', {}, w.ledger[name]), controls[name]);
	}
	function typed(name, type) {
		controls[name] = h('input', { type, maxlength: 80, oninput: () => set(name, controls[name].value.trim(), TYPED_MS) });
		controls[name].value = values[name];
		return field(w.ledger[name], controls[name]);
	}
	for (const name of ['state', 'kind', 'subject', 'delegate', 'flow']) {
		slots[name] = h('label', { class: 'field' });
		fill(name, optionsOf[name] ?? [['', w.ledger.any]]);
	}
	const isAny = () => names.some((name) => values[name]);
	const clear = h('button', { type: 'button', class: 'link', hidden: !isAny(), onclick() {
		for (const name of names) {
			values[name] = '';
			controls[name].value = '';
		}
		el.querySelector('select').focus(); /* the button goes */
		show(clear, false);
		onChange();
	} }, w.ledger.clear);
	const rest = [typed('by', 'text'), ...(fixed ? [] : [typed('case', 'text')]), typed('since', 'date'), typed('until', 'date')];
	controls.case ??= h('input');
	let known = '';
	const el = h('fieldset', { class: 'filters' }, h('legend', {}, w.ledger.filters), ...Object.values(slots), ...rest, clear);
	return { el, isAny,
		values: () => values,
		set(name, value) {
			controls[name].value = value;
			set(name, value);
		},
		asked: () => ({ ...values, since: values.since && dayAsked(values.since, false), until: values.until && dayAsked(values.until, true) }),
		/* What there is: asked for once it is known, and left alone while it stays. */
		choices(kinds, flows) {
			if (known === JSON.stringify([kinds, flows]))
				return;
			known = JSON.stringify([kinds, flows]);
			fill('kind', [['', w.ledger.any], ...kinds.map((kind) => [kind, kindWord(kind)])]);
			fill('flow', [['', w.ledger.any], ...flows.map((flow) => [flow, flowTitle(flow)])]);
		} };
}
