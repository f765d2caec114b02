/* check.js: what is wrong with the flows of the working folder, and how far the check of it is. */
import { problemBox } from '../lib/acting.js';
import { h, setText, show, tell } from '../lib/dom.js';
import { language } from '../lib/language.js';
import { toldText } from '../lib/words.js';
import w from './words.js';
import { keptWork, work } from './work.js';

export const flowOf = (finding) => /^([a-z0-9_]+)\/flow\.lua$/.exec(finding.file)?.[1] ?? null;
const errorsOf = (check) => check.findings.filter((one) => one.severity === 'error');
/* A fault is known to the address by its place among the errors. */
export const faultAt = (check, n) => errorsOf(check)[n] ?? null;
export const faultsOf = (check, flow) => errorsOf(check).map((one, n) => ({ ...one, n })).filter((one) => flowOf(one) === flow);

export const textOf = (one) => toldText(one.told, one.text);
/* The first line of what it says. */
export function makeText(tag, one) {
	const el = h(tag, {}), [first] = textOf(one).split('\n');
	tell(el, one.told && { [language]: first }, first, w.check.original);
	return el;
}
const placeOf = (one) => (one.file ? `${one.file}${one.line ? `:${one.line}` : ''}` : '');

/* Of the folder, with what keeps its flows from being read. */
export function makeErrors(errors) {
	return errors.length ? [h('section', { class: 'problem' }, h('h2', {}, w.folder.errors), h('ul', { class: 'findings' },
		...errors.map((one) => h('li', {}, h('p', { class: 'file-place' }, placeOf(one)), makeText('p', one)))))] : [];
}

function makeFinding(one, n) {
	const flow = flowOf(one), [, ...more] = textOf(one).split('\n'), tongue = one.told ? null : 'en';
	return h('li', { class: `finding ${one.severity}` }, h('p', { class: 'file-place' }, placeOf(one)), makeText('p', one), ...more.map((line) => h('p', { class: 'quiet', lang: tongue }, line)),
		one.severity === 'error' && flow && (one.play ? h('a', { class: 'button', href: `#/flows/${flow}/fault/${n}` }, w.check.play) : h('p', { class: 'quiet' }, w.check.noPlay)));
}

function makeFigures(flows) {
	const some = (key) => flows.some((f) => f[key]), most = Math.max(...flows.map((f) => f.interrupts_max));
	const told = [most && w.check.interrupts(most), some('times') && w.check.times(some('times_cut')), some('draws') && w.check.draws(some('draws_cut'))].filter(Boolean);
	return h('details', {}, h('summary', {}, flows.every((f) => f.whole) ? w.check.whole : w.check.notWhole), h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': w.check.figures }, h('table', { class: 'wall-table' },
		h('thead', {}, h('tr', {}, ...[w.list.flow, w.check.figures].map((text) => h('th', { scope: 'col' }, text)), ...[w.check.states, w.check.ways, w.check.ends, w.check.took].map((text) => h('th', { scope: 'col', class: 'number' }, text)))),
		h('tbody', {}, ...flows.map((f) => h('tr', {}, h('td', {}, f.flow), h('td', { class: f.whole ? null : 'bad' }, f.whole ? w.list.whole : w.list.notWhole),
			...['states', 'ways', 'ends'].map((key) => h('td', { class: 'number' }, f[key].toLocaleString())), h('td', { class: 'number' }, w.check.seconds((f.ms / 1000).toFixed(1)))))))),
	...told.map((text) => h('p', { class: 'quiet' }, text)));
}

function makeResult(check) {
	const errors = errorsOf(check), warnings = check.findings.filter((one) => one.severity === 'warning');
	const also = [check.drafts && w.check.drafts(check.drafts), check.accepted && w.check.accepted(check.accepted)].filter(Boolean).join(', ');
	return [h('p', { class: errors.length ? 'bad' : 'good', role: 'status' }, errors.length ? w.check.found(errors.length) : w.check.clean),
		check.flows.some((f) => !f.whole) && h('p', { class: 'problem' }, w.check.notWhole),
		h('ul', { class: 'findings' }, ...errors.map(makeFinding)),
		warnings.length > 0 && h('details', {}, h('summary', {}, `${w.check.warnings(warnings.length)}${also ? ` (${also})` : ''}`), h('ul', { class: 'findings' }, ...warnings.map(makeFinding))),
		check.flows.length > 0 && makeFigures(check.flows)].filter(Boolean);
}

/* The panel. onResult(check): there is one. changed(): the files are others than at the last look. */
export function makeCheck(onResult, isGone) {
	const problem = problemBox(), told = h('div', { class: 'check-told' }), waiting = h('p', { class: 'quiet working', role: 'status', hidden: true });
	const stale = h('p', { class: 'chip draft', hidden: true }, w.check.stale);
	const go = h('button', { type: 'button', class: 'primary', onclick: () => run() }, w.check.go);

	function take(check) {
		told.replaceChildren(...makeResult(check));
		show(stale, false);
		show(go, false);
		onResult(check);
	}
	const run = () => work('/v1/check', { go, waiting, problem }, (p) => p?.flow && w.check.running(p.flow, p.states, p.waiting), isGone, take);
	const kept = () => keptWork('/v1/check').then((found) => found && !isGone() && take(found)).catch(() => {});
	kept();
	return {
		el: h('section', { class: 'check card', 'aria-label': w.check.title }, h('div', { class: 'row spread' }, h('h2', {}, w.check.title), go), h('p', { class: 'quiet' }, w.check.about), stale, waiting, problem.el, told),
		changed() {
			setText(go, w.check.again);
			show(go, true);
			show(stale, told.childElementCount > 0);
			kept();
		},
	};
}
