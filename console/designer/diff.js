/* diff.js: what two versions of the flows do, say and are written differently. */
import { get } from '../lib/api.js';
import { problemBox } from '../lib/acting.js';
import { h, setText, show } from '../lib/dom.js';
import { language } from '../lib/language.js';
import { flowTitle } from '../lib/state.js';
import { toldText } from '../lib/words.js';
import w from './words.js';
import { workedOut } from './work.js';

const AROUND = 3, CELLS_MAX = 4_000_000;

/* ---- lines ---- */

/* The longest rows that both have, as {sign: " ", "-", "+", text}; of what is too long for that, all of it. */
export function lineDiff(was, now) {
	let head = 0, tail = 0;
	while (head < was.length && head < now.length && was[head] === now[head])
		head++;
	while (tail < was.length - head && tail < now.length - head && was.at(-1 - tail) === now.at(-1 - tail))
		tail++;
	const a = was.slice(head, was.length - tail), b = now.slice(head, now.length - tail), out = was.slice(0, head).map((text) => ({ sign: ' ', text }));
	const put = (sign, list) => list.forEach((text) => out.push({ sign, text }));
	if (a.length * b.length > CELLS_MAX) {
		put('-', a);
		put('+', b);
	} else {
		const wide = b.length + 1, best = new Uint32Array((a.length + 1) * wide);
		for (let i = a.length - 1; i >= 0; i--)
			for (let k = b.length - 1; k >= 0; k--)
				best[i * wide + k] = a[i] === b[k] ? best[(i + 1) * wide + k + 1] + 1 : Math.max(best[(i + 1) * wide + k], best[i * wide + k + 1]);
		for (let i = 0, k = 0; i < a.length || k < b.length;) {
			if (i < a.length && k < b.length && a[i] === b[k]) {
				put(' ', [a[i++]]);
				k++;
			} else if (k >= b.length || (i < a.length && best[(i + 1) * wide + k] >= best[i * wide + k + 1])) {
				put('-', [a[i++]]);
			} else {
				put('+', [b[k++]]);
			}
		}
	}
	put(' ', was.slice(was.length - tail));
	return out;
}

/* Rows that are near a change; what lies between is counted. */
function makeLines(rows) {
	const near = rows.map((_, i) => rows.slice(Math.max(0, i - AROUND), i + AROUND + 1).some((row) => row.sign !== ' ')), out = [];
	for (let i = 0; i < rows.length; i++) {
		if (near[i]) {
			out.push(h('li', { class: { '-': 'gone', '+': 'come', ' ': null }[rows[i].sign] }, h('code', {}, `${rows[i].sign} ${rows[i].text}`)));
			continue;
		}
		const from = i;
		while (i + 1 < rows.length && !near[i + 1])
			i++;
		out.push(h('li', { class: 'quiet' }, w.diff.unchanged(i - from + 1)));
	}
	return h('ol', { class: 'lines', tabindex: '0' }, ...out);
}

const linesOf = (text) => (text === null ? [] : text.replace(/\n$/, '').split('\n'));

function makeFile({ file, was, now }) {
	return h('details', { class: 'file', open: true }, h('summary', {}, file, was === null && h('span', { class: 'chip granted' }, w.diff.added), now === null && h('span', { class: 'chip denied' }, w.diff.removed)),
		makeLines(lineDiff(linesOf(was), linesOf(now))));
}

/* ---- what they do, what they say ---- */

/* same: places of what the other one does, too. */
function makeDoes(title, { kind, sign }, does, same) {
	const row = (one, i) => (same.includes(i) ? h('li', {}, toldText(one)) : h('li', { class: kind }, `${sign} ${toldText(one)}`));
	return h('div', {}, h('h3', {}, title), h('ul', {}, ...(does.length ? does : [{ [language]: w.diff.nothing }]).map(row)));
}

const GONE = { kind: 'gone', sign: '−' }, COME = { kind: 'come', sign: '+' };

/* Where they part is the end of the dialogue. */
function makeWay(told, isOpen) {
	const text = h('pre', { tabindex: '0' }, toldText(told));
	return h('details', { open: isOpen, ontoggle: () => { text.scrollTop = text.scrollHeight; } }, h('summary', {}, w.diff.way), text);
}

function makeDifference(one, i) {
	return h('article', { class: 'difference' }, one.way === null ? h('h3', {}, w.diff.begins) : makeWay(one.way_told, i === 0),
		h('div', { class: 'sides' }, makeDoes(w.diff.was, GONE, one.was, one.same.map(([i]) => i)), makeDoes(w.diff.now, COME, one.now, one.same.map(([, i]) => i))));
}

function makeFlow(one) {
	const title = h('h3', {}, flowTitle(one.flow), h('span', { class: 'quiet' }, ` ${one.flow}`));
	if (one.is !== 'changed')
		return h('section', {}, title, h('p', {}, one.is === 'new' ? w.diff.isNew : w.diff.isGone));
	return h('section', {}, title, one.ends !== one.ends_before && h('p', { class: 'quiet' }, w.diff.ends(one.ends_before, one.ends)), ...(one.differences.length ? one.differences.map(makeDifference) : [h('p', { class: 'quiet' }, w.diff.sameBehaviour)]), one.cut && h('p', { class: 'problem' }, w.diff.cut(one.differences.length)));
}

function makePhrase({ phrase, was, now }) {
	return h('section', { class: 'difference' }, h('h3', {}, `say.${phrase}`), h('p', { class: 'gone' }, was ?? w.diff.absent), h('p', { class: 'come' }, now ?? w.diff.absent));
}

function makeDiff(found) {
	const part = (title, list, make, none) => h('section', { class: 'card diff-part', 'aria-label': title }, h('h2', {}, title), ...(list.length ? list.map(make) : [h('p', { class: 'quiet' }, none)]));
	return [h('p', { role: 'status' }, found.found || found.files.length ? w.diff.found(found.found) : w.diff.same), !found.whole && h('p', { class: 'problem' }, w.diff.notWhole),
		part(w.diff.behaviour, found.flows, makeFlow, w.diff.sameBehaviour), part(w.diff.phrases, found.phrases, makePhrase, w.none), part(w.diff.files, found.files, makeFile, w.diff.noFiles)].filter(Boolean);
}

/* ---- the page ---- */

const named = (id) => ({ folder: w.bundles.folder, used: w.flow.used })[id] ?? id.slice(0, 12);

/* An address may name a version by its first digits. */
async function wholeHash(id) {
	if (id === 'folder' || id === 'used' || id.length === 64)
		return id;
	const [{ deploys }, { bundles }] = await Promise.all([get('/v1/deploys'), get('/v1/standing')]);
	return [...deploys.map((one) => one.hash), ...deploys.flatMap((one) => Object.values(one.flows)), ...bundles.map((one) => one.bundle)].find((hash) => hash.startsWith(id)) ?? id;
}

export function showDiff(root, was, now) {
	const problem = problemBox(), waiting = h('p', { class: 'quiet working', role: 'status' }, w.diff.waiting), body = h('div', { class: 'diff' });
	const leave = h('p', { class: 'quiet' }, w.diff.leave);
	let gone = false;
	async function load() {
		try {
			const path = (await Promise.all([was, now].map(wholeHash))).map(encodeURIComponent).join('/');
			const found = await workedOut(`/v1/diffs/${path}`, (p) => setText(waiting, p?.flow ? w.diff.running(p.flow, p.states, p.waiting) : w.diff.waiting), () => gone);
			if (found)
				body.replaceChildren(...makeDiff(found));
		} catch (error) {
			problem.say(error);
		}
		for (const one of [waiting, leave])
			show(one, false);
	}
	root.replaceChildren(h('main', { class: 'page wall' }, h('div', { class: 'row' }, h('a', { href: '#/bundles' }, `← ${w.bundles.title}`), h('h1', {}, w.diff.title(named(was), named(now))),
		h('a', { class: 'button', href: `#/bundles/${now}..${was}` }, w.diff.swap)), waiting, leave, problem.el, body));
	load();
	return () => { gone = true; };
}
