/* parts.js: what the manager's pages share: words, times in the reader's zone, asking a ledger that is still being read. */
import { get } from '../lib/api.js';
import { h, setText, show } from '../lib/dom.js';
import { wordsOf } from '../lib/language.js';
import shared, { consentKinds, roles, sentence } from '../lib/words.js';

const w = await wordsOf('manager');
export default w;

const AGAIN_MS = 150;

const whole = new Intl.DateTimeFormat(shared.locale, { dateStyle: 'medium', timeStyle: 'medium' });
const brief = new Intl.DateTimeFormat(shared.locale, { year: '2-digit', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const zoneName = new Intl.DateTimeFormat(shared.locale, { timeZoneName: 'longOffset' });
const numbers = new Intl.NumberFormat(shared.locale, { maximumFractionDigits: 1 });

export const zone = `${zoneName.resolvedOptions().timeZone} (${zoneName.formatToParts(new Date()).find((p) => p.type === 'timeZoneName').value})`;
export const number = (value) => numbers.format(value);
export const wholeTime = (at) => (at ? whole.format(new Date(at)) : '');

/* A time that stands in a table: to the minute, whole in its title. */
export const timeCell = (at) => (at ? h('time', { datetime: at, title: wholeTime(at) }, brief.format(new Date(at))) : null);

export const kindWord = (kind) => consentKinds[kind] ?? kind;
export const whoWord = (k) => (k.delegate ? `${roles[k.subject]} → ${roles[k.delegate]}` : roles[k.subject]);

/* Who recorded a change: a name, or what stands for it. */
export function byWord({ by, by_erased: erased, how }) {
	if (erased)
		return w.erasedName;
	if (by)
		return by.replace(/^command:/, '');
	return ['button', 'typed', 'message'].includes(how) ? w.bySelf : w.byEngine;
}

/* In few words how a change came about; what was said stands in the evidence. */
export const howWord = (how) => w.how[how] ?? how;

export const query = (params) => {
	const set = Object.entries(params).filter(([, value]) => value !== '' && value !== null && value !== undefined);
	return set.length ? `?${new URLSearchParams(set)}` : '';
};

/* Where the evidence of a consent is, as it was at that instant; "": as it is now. */
export const placeOf = (caseId, id, at = '') => `#/ledger/${encodeURIComponent(caseId)}/${encodeURIComponent(id)}${query({ as_of: at })}`;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* Asks again as long as the ledger is being read for the first time; reading(percent) tells how far that is.
 * isWanted(): false: nobody waits any more, and the answer is null. */
export async function ask(path, isWanted, reading) {
	for (;;) {
		try {
			const answer = await get(path);
			return isWanted() ? answer : null;
		} catch (error) {
			if (!isWanted())
				return null;
			if (error.status !== 503 || error.more.of === undefined)
				throw error;
			reading(Math.floor(100 * error.more.read / Math.max(1, error.more.of)));
		}
		await pause(AGAIN_MS);
	}
}

/* Where a page says that it loads, or what went wrong: {el, loading(text), problem(error, again), clear()}. */
export function makeWaiting() {
	const text = h('p', {}), button = h('button', { type: 'button', hidden: true }, w.again);
	const el = h('div', { class: 'waiting', role: 'status', hidden: true }, text, button);
	let onAgain = () => {}, timer = 0;
	button.addEventListener('click', () => onAgain());
	function say(words, failed) {
		el.className = failed ? 'waiting problem' : 'waiting';
		setText(text, words);
		show(button, failed);
		show(el, true);
	}
	return { el,
		/* What is quick says nothing. */
		soon() {
			clearTimeout(timer);
			timer = setTimeout(() => say(w.loading, false), 400);
		},
		loading(words) {
			clearTimeout(timer);
			say(words, false);
		},
		problem(error, again) {
			clearTimeout(timer);
			onAgain = again;
			say(sentence(error), true);
		},
		clear() {
			clearTimeout(timer);
			show(el, false);
		} };
}

/* A labelled control. */
export const field = (label, control) => h('label', { class: 'field' }, h('span', {}, label), control);

/* options: [value, label] */
export function select(options, value, onChange) {
	const el = h('select', { onchange: () => onChange(el.value) }, ...options.map(([v, label]) => h('option', { value: v, selected: v === value }, label)));
	return el;
}

/* Offers a file to be saved. */
export function save({ blob, name }) {
	const url = URL.createObjectURL(blob);
	const link = h('a', { href: url, download: name });
	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/* Text to be copied into a terminal. */
export function command(text) {
	const button = h('button', { type: 'button', class: 'link' }, w.copy);
	button.addEventListener('click', async () => {
		await navigator.clipboard.writeText(text);
		setText(button, w.copied);
	});
	return h('div', { class: 'command' }, h('pre', { tabindex: '0' }, h('code', {}, text)), navigator.clipboard && button);
}

/* A definition list of [term, value] with a value. */
export const facts = (rows, props = {}) => h('dl', { class: 'facts', ...props }, ...rows.filter(([, value]) => value !== null && value !== undefined && value !== '')
	.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));
