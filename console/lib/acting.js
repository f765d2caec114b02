/* acting.js: what every control that changes a case shares: one act at a time, its refusal beside it, unsent text kept. */
import { act, drafts } from './state.js';
import { explain, h, show } from './dom.js';
import w from './words.js';

/* What is typed or chosen in a field is kept through updates and reloads until drop(): it was sent, or given up.
 * restore(): for one whose options have come meanwhile. */
export function keepDraft(field, key) {
	const isUnsent = () => drafts.get(key) !== null;
	function restore() {
		const text = drafts.get(key), has = (one) => one.value === text;
		if (text !== null && (!field.options || [...field.options].some(has)))
			field.value = text;
	}
	restore();
	field.addEventListener('input', () => (field.value ? drafts.set(key, field.value) : drafts.drop(key)));
	return { isUnsent, restore, drop: () => drafts.drop(key) };
}

/* The same of all named controls of a form together. isUnsent(): they are as somebody left them. */
export function keepForm(form, key) {
	const kept = JSON.parse(drafts.get(key)), named = [...form.elements].filter((one) => one.name);
	const isBox = (one) => one.type === 'checkbox';
	function keep() {
		drafts.set(key, JSON.stringify(Object.fromEntries(named.map((one) => [one.name, isBox(one) ? one.checked : one.value]))));
	}
	for (const one of kept ? named : []) {
		one[isBox(one) ? 'checked' : 'value'] = kept[one.name];
		one.dispatchEvent(new Event('change'));
	}
	form.addEventListener('input', keep);
	return { isUnsent: () => drafts.get(key) !== null, keep, drop: () => drafts.drop(key) };
}

/* Where a control says what went wrong. With onOverride, a refusal of the gate offers to go on with a reason, behind a
 * second click; the reason is kept by key. */
export function problemBox(onOverride, key) {
	const text = h('p', { class: 'problem-text' });
	const more = h('button', { type: 'button', class: 'link' }, w.acting.stillSend);
	const reason = h('input', { type: 'text', maxlength: 300, 'aria-label': w.acting.reason, placeholder: w.acting.reasonHint });
	const go = h('button', { type: 'button', class: 'warn' }, w.acting.sendWithReason), kept = onOverride && keepDraft(reason, key);
	const form = h('div', { class: 'override', hidden: true }, reason, go);
	const el = h('div', { class: 'problem', role: 'alert', hidden: true }, text, more, form);
	more.addEventListener('click', () => {
		show(more, false);
		show(form, true);
		reason.focus();
	});
	go.addEventListener('click', () => {
		if (reason.value.trim())
			onOverride(reason.value.trim());
		else
			reason.focus();
	});
	reason.addEventListener('keydown', (event) => {
		if (event.key !== 'Enter' || event.isComposing)
			return;
		event.preventDefault(); /* or the form around it would send without a reason */
		go.click();
	});
	return {
		el,
		clear: () => show(el, false),
		say(error) {
			explain(text, error);
			const overridable = Boolean(onOverride) && error.code === 'consent';
			show(more, overridable && form.hidden);
			show(form, overridable && !form.hidden);
			show(el, true);
		},
		settle() {
			reason.value = '';
			kept?.drop();
			show(form, false);
			show(el, false);
		},
	};
}

/* Runs acts of one control, never two at once. true: it was taken. */
export function actor(caseId, slot, problem, busyEl) {
	let running = false;
	return async function perform(body) {
		if (running)
			return false;
		running = true;
		busyEl.setAttribute('aria-busy', 'true');
		problem.clear();
		try {
			await act(caseId, slot, body);
			problem.settle();
			return true;
		} catch (error) {
			problem.say(error);
			return false;
		} finally {
			running = false;
			busyEl.removeAttribute('aria-busy');
		}
	};
}

/* A textarea whose unsent text is kept through updates and reloads. initial: what it begins with. */
export function draftArea(key, label, props = {}) {
	const input = h('textarea', { rows: 3, maxlength: 4000, 'aria-label': label, ...props });
	let initial = '';
	input.value = drafts.get(key) ?? '';
	input.addEventListener('input', () => {
		if (input.value && input.value !== initial)
			drafts.set(key, input.value);
		else
			drafts.drop(key);
	});
	return {
		el: input,
		text: () => input.value.trim(),
		begin(text) {
			initial = text;
			input.value = drafts.get(key) ?? text;
		},
		isUnsent: () => drafts.get(key) !== null,
		drop() {
			drafts.drop(key);
			initial = '';
			input.value = '';
		},
	};
}
