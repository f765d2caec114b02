/* bundles.js: versions of flows: those deployed, those that open cases are on, and the working folder; deploys and comparisons. */
import { get } from '../lib/api.js';
import { problemBox } from '../lib/acting.js';
import { h, keyed, setText, show } from '../lib/dom.js';
import { flowTitle } from '../lib/state.js';
import { timeText } from '../lib/words.js';
import { makeDeploy } from './deploy.js';
import { showDiff } from './diff.js';
import { watchFolder } from './folder.js';
import w from './words.js';
import { everySoOften } from './work.js';

const LOOK_MS = 4000;
export const FOLDER = 'folder';
const USED = 'used'; /* what new cases run, where nothing was deployed */
const short = (hash) => hash.slice(0, 12);

/* Versions as rows: the folder, deploys, what is in use without one, bundles of cases that are in none. */
function rowsOf({ deploys, reached }, standing, folder) {
	const cases = new Map((standing?.bundles ?? []).map((one) => [one.bundle, one]));
	const sum = (hashes) => hashes.reduce((n, hash) => n + (cases.get(hash)?.open ?? 0) + (cases.get(hash)?.parked ?? 0), 0);
	const used = folder?.used.hash ?? deploys[0]?.hash, rows = [], known = new Set();
	if (folder)
		rows.push({ key: FOLDER, id: FOLDER, name: w.bundles.folder, about: w.bundles.folderAbout, from: folder.dir, flows: folder.flows, can: folder.hash !== null, isSame: folder.hash === used });
	if (!reached.deploy && folder)
		rows.push({ key: USED, id: USED, name: short(used), about: w.bundles.usedFromFolder, flows: folder.used.flows, isUsed: true, open: sum(folder.used.flows.map((one) => one.bundle)) });
	const shown = new Set();
	for (const one of deploys) {
		const flows = Object.entries(one.flows).map(([flow, bundle]) => ({ flow, bundle, title: flowTitle(flow) })), isUsed = one.deploy === reached.deploy;
		rows.push({ key: `deploy ${one.deploy}`, id: one.hash, name: `${one.deploy} · ${short(one.hash)}`, at: one.at, by: one.by, from: one.from, flows, isUsed, can: !isUsed,
			isMoving: !one.done_at, open: shown.has(one.hash) ? null : sum(flows.map((flow) => flow.bundle)) });
		shown.add(one.hash);
	}
	for (const row of rows)
		if (row.key !== FOLDER)
			row.flows.forEach((one) => known.add(one.bundle));
	for (const one of standing?.bundles ?? [])
		if (!known.has(one.bundle))
			rows.push({ key: one.bundle, id: one.bundle, name: `${one.flow} · ${short(one.bundle)}`, about: `${w.bundles.notDeployed}, ${w.bundles.firstCase(timeText(one.since))}`,
				flows: [{ flow: one.flow, bundle: one.bundle, title: flowTitle(one.flow) }], open: one.open + one.parked });
	for (const row of rows)
		row.flows = row.flows.map((one) => ({ ...one, open: (cases.get(one.bundle)?.open ?? 0) + (cases.get(one.bundle)?.parked ?? 0) }));
	return rows;
}

function flowLine({ flow, bundle, title, open }, isFolder) {
	return h('li', {}, h('a', { href: isFolder ? `#/flows/${flow}` : `#/flows/${flow}/of/${bundle}` }, title || flow), h('span', { class: 'quiet' }, ` ${short(bundle)}${open ? ` · ${w.standing.here(open)}` : ''}`));
}

function makeRow({ key }, onPick, onDeploy) {
	const pick = h('input', { type: 'checkbox', onchange: () => onPick(row.id, pick.checked) });
	const name = h('strong', {}), about = h('p', { class: 'quiet' }), used = h('span', { class: 'chip granted' }, w.bundles.current), moving = h('span', { class: 'chip requested' }, w.bundles.moving);
	const flows = h('ul', {}), summary = h('summary', {}), labelled = (label, name) => h('td', { class: name, 'data-label': label });
	const cells = { at: labelled(w.bundles.since), by: labelled(w.bundles.who), from: labelled(w.bundles.from, 'from'), open: labelled(w.bundles.open, 'number') };
	const deploy = h('button', { type: 'button', onclick: () => onDeploy(row) }, key === FOLDER ? w.bundles.deploy : w.bundles.goBack);
	let row = {}, told = '';
	return { el: h('tr', { 'data-version': key }, h('td', {}, pick), h('th', { scope: 'row' }, h('div', { class: 'row' }, name, used, moving), about, h('details', {}, summary, flows)),
		...Object.values(cells), h('td', {}, deploy)), update(next) {
		row = next;
		setText(name, row.name);
		setText(about, row.isSame ? w.bundles.same : row.about);
		show(used, Boolean(row.isUsed));
		show(moving, Boolean(row.isMoving));
		show(deploy, Boolean(row.can && !row.isSame));
		show(pick, Boolean(row.id));
		pick.setAttribute('aria-label', w.bundles.pick(row.name));
		setText(summary, w.bundles.flows(row.flows.length));
		setText(cells.at, timeText(row.at));
		setText(cells.by, row.by);
		setText(cells.from, row.from);
		setText(cells.open, row.open ?? '');
		const now = JSON.stringify(row.flows);
		if (now !== told)
			flows.replaceChildren(...row.flows.map((one) => flowLine(one, key === FOLDER)));
		told = now;
	} };
}

function showVersions(root) {
	const body = h('tbody', {}), problem = problemBox(), never = h('p', { class: 'quiet', hidden: true }, w.bundles.neverDeployed), hint = h('span', { class: 'quiet', role: 'status' }, w.bundles.compareHint);
	const compare = h('button', { type: 'button', disabled: true, onclick: () => { location.hash = `#/bundles/${order().join('..')}`; } }, w.bundles.compare);
	const deployBox = h('div', {});
	let deploys = null, standing = null, folder = null, deploy = null, picked = [], resumed = false;

	/* The older stands first; the folder is newest. */
	function order() {
		const place = (id) => rowsOf(deploys, standing, folder).findIndex((row) => row.id === id);
		return picked.toSorted((a, b) => place(b) - place(a));
	}
	function onPick(id, on) {
		picked = on ? [...picked, id] : picked.filter((one) => one !== id);
		compare.disabled = picked.length !== 2;
		show(hint, picked.length !== 2);
	}
	function openDeploy(row) {
		deploy?.stop();
		deploy = makeDeploy(row, () => folder?.content, look);
		deployBox.replaceChildren(deploy.el);
	}
	function onDeploy(row) {
		openDeploy(row);
		deploy.begin();
	}
	/* Somebody left the page while one was at work, and comes back to it. */
	async function resume() {
		const { state, to, dry_run: dry } = await get('/v1/deploys/run');
		const row = state === 'running' && !deploy && rowsOf(deploys, standing, folder).find((one) => one.id === to);
		if (row) {
			openDeploy(row);
			deploy.resume(dry);
		}
	}
	function draw() {
		if (!deploys)
			return;
		keyed(body, rowsOf(deploys, standing, folder), (row) => row.key, (row) => makeRow(row, onPick, onDeploy));
		show(never, !deploys.deploys.length);
	}
	async function look() {
		try {
			[deploys, standing] = await Promise.all([get('/v1/deploys'), get('/v1/standing')]);
			problem.clear();
			draw();
			if (folder && !resumed) {
				resumed = true;
				await resume();
			}
		} catch (error) {
			problem.say(error);
		}
	}
	const heads = ['', w.bundles.hash, w.bundles.since, w.bundles.who, w.bundles.from, w.bundles.open, ''];
	root.replaceChildren(h('main', { class: 'page wall' }, h('div', { class: 'row spread' }, h('h1', {}, w.bundles.title), h('div', { class: 'row' }, hint, compare)),
		h('p', { class: 'quiet' }, w.bundles.about), never, problem.el, deployBox,
		h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': w.bundles.title }, h('table', { class: 'wall-table flows-table' }, h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col', class: text === w.bundles.open ? 'number' : null }, text)))), body))));
	const stops = [watchFolder((seen) => {
		folder = seen;
		deploy?.changed();
		look();
	}), everySoOften(LOOK_MS, look)];
	return () => {
		stops.forEach((stop) => stop());
		deploy?.stop();
	};
}

/* A page of app.js: "#/bundles", "#/bundles/{a}..{b}". */
export const sheets = ['designer/graph.css', 'designer/flows.css', 'designer/bundles.css'];
export function openPage(root, [pair]) {
	document.title = w.bundles.pageTitle;
	const [was, now] = pair?.split('..') ?? [];
	return was && now ? showDiff(root, was, now) : showVersions(root);
}
