/* exports.js: what is seen as a file, and who took out what so far. */
import { get, getFile } from '../lib/api.js';
import { h, setText, show } from '../lib/dom.js';
import { sentence } from '../lib/words.js';
import w, { number, save, timeCell, wholeTime } from './parts.js';

export const formats = ['csv', 'kantara', '27560', 'jsonl'];

/* Buttons that make a file of what path() asks for; {el}. */
export function makeButtons(path, offered, onDone = () => {}) {
	const told = h('p', { class: 'quiet', role: 'status', hidden: true }), problem = h('p', { class: 'problem', role: 'alert', hidden: true });
	async function take(format, button) {
		button.disabled = true;
		show(problem, false);
		try {
			const at = path(), file = await getFile(`${at}${at.includes('?') ? '&' : '?'}format=${format}${format === 'csv' ? '&bom=true' : ''}`);
			save(file);
			setText(told, w.exports.done(file.name));
			show(told, true);
			onDone();
		} catch (error) {
			setText(problem, sentence(error));
			show(problem, true);
		}
		button.disabled = false;
	}
	const buttons = offered.map((format) => h('button', { type: 'button', 'data-format': format, onclick: (event) => take(format, event.currentTarget) }, w.exports[format]));
	return { el: h('div', { class: 'export-buttons' }, h('div', { class: 'row' }, ...buttons), told, problem) };
}

const filterWords = (filter) => Object.entries(filter).map(([name, value]) => (name === 'by' ? w.exports.someName : `${w.ledger[name] ?? name}: ${value}`)).join(', ') || w.exports.all;

function makeLog() {
	const body = h('tbody', {}), none = h('p', { class: 'quiet' }, w.exports.logEmpty);
	const heads = Object.entries(w.exports.columns).map(([name, label]) => h('th', { scope: 'col', class: ['at', 'consents'].includes(name) ? 'number' : null }, label));
	const table = h('table', {}, h('caption', {}, w.exports.logCaption), h('thead', {}, h('tr', {}, ...heads)), body);
	async function load() {
		const { exports } = await get('/v1/exports?limit=50');
		body.replaceChildren(...exports.map((one) => h('tr', {}, h('td', { class: 'number' }, timeCell(one.at)), h('th', { scope: 'row' }, one.who), h('td', {}, w.exports[one.format] ?? one.format),
			h('td', {}, filterWords(one.filter)), h('td', { class: 'number' }, number(one.consents)), h('td', {}, h('code', { title: one.sha256 }, `${one.sha256.slice(0, 12)}…`)))));
		show(table, exports.length > 0);
		show(none, exports.length === 0);
	}
	const el = h('details', { class: 'log' }, h('summary', {}, w.exports.log), none, h('div', { class: 'scroll' }, table));
	el.addEventListener('toggle', () => el.open && load().catch(() => {}));
	return { el, again: () => el.open && load().catch(() => {}) };
}

/* {el, update()}: path(): what is asked for now; at(): as of when, '' now. */
export function makeExports(path, at) {
	const about = h('p', { class: 'quiet' }), log = makeLog();
	const buttons = makeButtons(path, formats, () => log.again());
	const update = () => setText(about, `${at() ? w.exports.then(wholeTime(at())) : w.exports.now} ${w.exports.receipts}`);
	update();
	return { update, el: h('section', { class: 'card exports', 'aria-label': w.exports.title }, h('h2', {}, w.exports.title), about, buttons.el, log.el) };
}
