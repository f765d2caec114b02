/* as-of.js: which instant is looked at: now, or an earlier one by date and time or by a slider over the ledger's span. */
import { h, setText, show } from '../lib/dom.js';
import w, { field, wholeTime } from './parts.js';

const STEPS = 10_000;
const SETTLE_MS = 120;

/* A time for <input type="datetime-local">, in the reader's zone, to the second. */
function localText(at) {
	const date = new Date(at), two = (n) => String(n).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/* {el, at(): RFC 3339 or '' for now, span(from, to): RFC 3339 times that the slider is over}. onChange() when it moved. */
export function makeAsOf(first, onChange) {
	let from = Date.now(), to = Date.now(), at = first ? Date.parse(first) : NaN, timer = 0;
	const slider = h('input', { type: 'range', min: 0, max: STEPS, step: 1, 'aria-label': w.asOf.slider });
	const when = h('input', { type: 'datetime-local', step: 1 });
	const now = h('button', { type: 'button' }, w.asOf.now), then = h('button', { type: 'button' }, w.asOf.then);
	const past = h('div', { class: 'row past' }, field(w.asOf.at, when), slider);
	const told = h('p', { class: 'told', role: 'status' });
	const el = h('section', { class: 'card as-of', 'aria-label': w.asOf.label },
		h('div', { class: 'row' }, h('h2', {}, w.asOf.label), h('div', { class: 'row', role: 'group', 'aria-label': w.asOf.label }, now, then), past), told);

	const isPast = () => !Number.isNaN(at);
	function draw(but) {
		now.setAttribute('aria-pressed', String(!isPast()));
		then.setAttribute('aria-pressed', String(isPast()));
		show(past, isPast());
		el.classList.toggle('then', isPast());
		setText(told, isPast() ? w.asOf.told(wholeTime(at)) : w.asOf.live);
		if (!isPast())
			return;
		if (but !== when)
			when.value = localText(at);
		if (but !== slider)
			slider.value = String(Math.round(STEPS * (at - from) / Math.max(1, to - from)));
		slider.setAttribute('aria-valuetext', wholeTime(at));
	}
	function move(ms, by) {
		at = ms;
		draw(by);
		clearTimeout(timer);
		timer = setTimeout(onChange, by ? SETTLE_MS : 0);
	}
	slider.addEventListener('input', () => move(Math.floor(from + (to - from) * Number(slider.value) / STEPS), slider));
	when.addEventListener('input', () => {
		const ms = new Date(when.value).getTime();
		if (!Number.isNaN(ms))
			move(ms, when);
	});
	now.addEventListener('click', () => move(NaN));
	then.addEventListener('click', () => isPast() || move(to));
	draw();
	return { el, at: () => (isPast() ? new Date(at).toISOString() : ''), span(first_, last) {
		from = Date.parse(first_ ?? last);
		to = Date.parse(last);
		when.max = localText(to);
		if (isPast())
			slider.value = String(Math.round(STEPS * (at - from) / Math.max(1, to - from)));
	} };
}
