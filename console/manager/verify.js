/* verify.js: the audit of everything, its progress, and what it found in plain words: whole, or the first bad record. */
import { change, get } from '../lib/api.js';
import { explain, h, setText, show } from '../lib/dom.js';
import w, { command, facts, wholeTime } from './parts.js';

const LOOK_MS = 250;
const v = w.verify;

/* What stands in docs/verify-without-assent.md, for who wants to see it without us. */
const outsider = (caseId) => h('details', {}, h('summary', {}, v.outsider),
	command(`assent consent export --format archive${caseId ? ` --case ${caseId}` : ''} --out archive.jsonl\nassent consent verify --archive archive.jsonl --key head.pub\nbash verify.sh archive.jsonl head.pub   # openssl, jq, sha256sum`));

const took = ({ by, started_at: from, ended_at: to }) => h('p', { class: 'quiet' }, v.took(wholeTime(to), ((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1), by));

function whole(found) {
	const { turns, cases, result } = found;
	return h('div', { class: 'result whole' }, h('h3', {}, v.whole), h('p', {}, v.wholeText(turns, cases, result.files)),
		h('p', {}, result.head ? v.head(result.head.turns, wholeTime(result.head.at), result.key) : v.noHead(result.key)),
		result.given > 0 && h('p', {}, v.given(result.given)), took(found), outsider(''));
}

/* What the record itself can be seen by: the journal is whole, or it is not. */
const isWhole = ['file_missing', 'file_behind', 'file_changed', 'file_of_no_case', 'list_differs', 'given_forged', 'unreadable'];

function broken(found) {
	const { bad } = found.result, isKnown = bad.what !== 'file_of_no_case';
	const [differs, means] = v.bad[bad.what] ?? [bad.message, ''];
	return h('div', { class: 'result broken', 'data-what': bad.what }, h('h3', {}, v.broken), facts([
		[v.case, bad.case && isKnown ? h('a', { href: `#/ledger/${encodeURIComponent(bad.case)}` }, bad.case) : bad.case],
		[v.turn, bad.turn > 0 && v.nth(bad.turn)], [v.place, bad.n > 0 && v.nth(bad.n)],
		[v.what, differs], [v.means, means], [v.todo, v.todos[bad.what] ?? (isWhole.includes(bad.what) ? null : v.keep)],
	].filter(([, value]) => value)), h('code', { class: 'original', lang: 'en' }, bad.message), h('p', {}, v.firstOnly), took(found), outsider(isKnown ? bad.case : ''));
}

function failed(found) {
	return h('div', { class: 'result broken' }, h('h3', {}, v.failed), h('p', { class: 'original', lang: 'en' }, found.result.message), took(found));
}

/* {el, end()}; onBroken(): there is something that must be seen. */
export function makeVerify(onBroken) {
	const bar = h('progress', { 'aria-label': v.title }), said = h('p', { role: 'status' }), running = h('div', { class: 'running', hidden: true }, bar, said);
	const result = h('div', { role: 'status' }), problem = h('p', { class: 'problem', role: 'alert', hidden: true });
	const heads = h('textarea', { rows: 2, spellcheck: 'false' }), button = h('button', { type: 'button', class: 'primary', onclick: start }, v.button);
	let timer = 0, ended = false;

	function draw(found) {
		const isRunning = found.state === 'running', atFiles = found.turns >= found.of;
		show(running, isRunning);
		button.disabled = isRunning;
		setText(button, found.state === 'never' ? v.button : v.again);
		if (isRunning) {
			bar.max = Math.max(1, found.of);
			bar.value = found.turns;
			setText(said, atFiles ? v.cases(found.cases) : v.turns(found.turns, found.of));
		}
		const shown = { whole, broken, failed }[found.state];
		result.replaceChildren(...(shown ? [shown(found)] : []));
		if (found.state === 'broken')
			onBroken();
		if (isRunning && !ended)
			timer = setTimeout(look, LOOK_MS);
	}
	async function look() {
		try {
			draw(await get('/v1/verify'));
		} catch (error) {
			if (!ended)
				timer = setTimeout(look, LOOK_MS * 4);
		}
	}
	async function start() {
		clearTimeout(timer);
		show(problem, false);
		button.disabled = true;
		try {
			draw(await change('/v1/verify', heads.value.trim() ? { heads: heads.value } : {}));
		} catch (error) {
			explain(problem, error);
			show(problem, true);
			button.disabled = false;
		}
	}
	look();
	return { el: h('section', { class: 'card verify', 'aria-label': v.title, hidden: true }, h('div', { class: 'row spread' }, h('h2', {}, v.title), button), h('p', { class: 'quiet' }, v.about),
		h('details', {}, h('summary', {}, v.deposited), h('label', { class: 'field' }, h('span', {}, v.depositedHint), heads)), running, problem, result),
	end() {
		ended = true;
		clearTimeout(timer);
	} };
}
