/* overview.js: all flows at a glance: what is open, reached, wrong and edited in each; and the check of all. */
import { get } from '../lib/api.js';
import { explain, h, keyed, setText, show } from '../lib/dom.js';
import { faultsOf, makeCheck, makeErrors } from './check.js';
import { watchFolder } from './folder.js';
import w from './words.js';
import { everySoOften, keptWork } from './work.js';

const STANDING_MS = 5000;

/* Flows of the folder and those in use, each once: {flow, title, is}. */
function flowsOf(folder, used) {
	const inUse = new Map(used.map((one) => [one.flow, one]));
	const now = (folder?.flows ?? []).map((one) => ({ ...one, is: !inUse.has(one.flow) ? 'isNew' : inUse.get(one.flow).bundle === one.bundle ? 'unchanged' : 'edited' }));
	const names = new Set(now.map((one) => one.flow));
	return [...now, ...used.filter((one) => !names.has(one.flow)).map((one) => ({ ...one, is: folder ? 'gone' : 'unchanged' }))];
}

function makeRow({ flow }) {
	const title = h('a', { href: `#/flows/${flow}` }), cells = Object.fromEntries(['open', 'reached', 'faults', 'version'].map((key) => [key, h('td', { 'data-key': key, 'data-label': w.list[key] })]));
	return { el: h('tr', { 'data-flow': flow }, h('th', { scope: 'row' }, title, h('span', { class: 'quiet' }, ` ${flow}/flow.lua`)), ...Object.values(cells)), update(row) {
		setText(title, row.title || flow);
		for (const [key, el] of Object.entries(cells))
			setText(el, row[key]);
		cells.faults.className = row.isWrong ? 'bad' : '';
		cells.version.className = row.is === 'unchanged' ? 'quiet' : '';
	} };
}

export function showOverview(root) {
	const body = h('tbody', {}), about = h('p', { class: 'quiet' }), errors = h('div', {}), empty = h('p', { class: 'quiet', hidden: true }, w.list.empty);
	let gone = false, folder = null, used = [], check = null, coverage = null, standing = null;

	const openText = (flow) => {
		const mine = standing?.bundles.filter((one) => one.flow === flow) ?? [], sum = (key) => mine.reduce((n, one) => n + one[key], 0);
		return standing ? `${sum('open')}${sum('parked') ? ` · ${w.list.parked(sum('parked'))}` : ''}` : '…';
	};
	const reachText = (flow) => {
		const found = coverage?.flows.find((one) => one.flow === flow);
		return found ? w.reach.of(found.lines.covered, found.lines.total) : '–';
	};
	function draw() {
		const rows = flowsOf(folder, used).map((one) => {
			const faults = check && faultsOf(check, one.flow).length;
			return { ...one, open: openText(one.flow), reached: reachText(one.flow), isWrong: faults > 0, faults: check ? String(faults) : w.list.notChecked, version: w.folder[one.is] };
		});
		keyed(body, rows, (row) => row.flow, makeRow);
		show(empty, folder && !rows.length);
	}
	const panel = makeCheck((found) => {
		check = found;
		draw();
	}, () => gone);
	const stops = [watchFolder((seen, isFirst, why) => {
		folder = seen;
		check = isFirst ? check : null;
		coverage = null;
		used = seen?.used.flows ?? used;
		setText(about, seen ? `${w.folder.at(seen.dir)} · ${seen.hash === null ? w.folder.broken : seen.hash === seen.used.hash ? w.folder.same : w.folder.differs}` : `${w.folder.unreadable} (${why.message})`);
		errors.replaceChildren(...makeErrors(seen?.errors ?? []));
		keptWork('/v1/coverage').then((found) => {
			coverage = found;
			draw();
		}).catch(() => {});
		if (!seen)
			get('/v1/flows').then(({ flows }) => {
				used = flows;
				draw();
			}).catch((error) => explain(about, error));
		if (!isFirst)
			panel.changed();
		show(panel.el, Boolean(seen));
		draw();
	}), everySoOften(STANDING_MS, async () => {
		standing = await get('/v1/standing');
		draw();
	})];
	const heads = [w.list.flow, w.list.open, w.list.reached, w.list.faults, w.list.version];
	root.replaceChildren(h('main', { class: 'page wall' }, h('h1', {}, w.title), about, errors, h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': w.title }, h('table', { class: 'wall-table flows-table' },
		h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text)))), body)), empty, panel.el));
	return () => {
		gone = true;
		stops.forEach((stop) => stop());
	};
}
