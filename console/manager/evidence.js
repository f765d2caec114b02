/* evidence.js: what proves one consent: what was shown, what was answered, who recorded it, where it stands in the chain.
 * One page that can be printed. */
import { h, setText } from '../lib/dom.js';
import { flowTitle, state } from '../lib/state.js';
import { answers, caseEnd, consentStates, deliveries, evidenceText, languages, legalItems, methods, roles, toldText } from '../lib/words.js';
import { makeButtons } from './exports.js';
import w, { ask, byWord, command, facts, kindWord, makeWaiting, placeOf, query, whoWord, wholeTime, zone } from './parts.js';

const e = w.evidence;
const DECIDED = ['granted', 'denied', 'withdrawn'];

const pathOf = (caseId, id, more) => `/v1/ledger/${encodeURIComponent(caseId)}/${encodeURIComponent(id)}${query(more)}`;
const chip = (name) => h('span', { class: `chip state ${name}` }, consentStates[name] ?? name);
const code = (text, shown = text) => text && h('code', { title: text }, shown);

/* "by" of an evidence: null was erased, absent: nobody. */
const byOf = (evidence) => byWord({ by: evidence.by, by_erased: evidence.by === null, how: evidence.kind });

function deliveryText(delivery) {
	if (!delivery)
		return '';
	const words = delivery.written ? e.written : deliveries[delivery.state] || deliveries.sent;
	return [delivery.platform, words, toldText(delivery.reason_told, delivery.reason)].filter(Boolean).join(' · ');
}

/* Whether a text has that SHA-256; null: the browser cannot say. */
async function hasHash(text, hash) {
	if (!globalThis.crypto?.subtle)
		return null;
	const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
	return Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('') === hash;
}

function hashCell(text, hash) {
	const check = h('span', { class: 'check' });
	if (text !== null)
		hasHash(text, hash).then((same) => {
			if (same === null)
				return;
			setText(check, same ? e.same : e.differs);
			check.classList.add(same ? 'same' : 'differs');
		});
	return h('span', {}, code(hash), ' ', check);
}

/* A notice exactly as it went to the person. */
function shownText(change, delivery) {
	const { shown } = change;
	return h('div', { class: 'shown' }, h('p', { class: 'quiet' }, e.shownAt(wholeTime(change.at), evidenceText(change.evidence))),
		shown.text === null ? h('p', { class: 'erased' }, e.erased) : h('blockquote', {}, shown.text),
		facts([[e.hash, hashCell(shown.text, shown.sha256)], [e.delivery, deliveryText(delivery) || deliveries[shown.delivery]]]));
}

function shownSection(record, evidence) {
	const all = record.history.map((change, i) => ({ change, delivery: evidence.deliveries[i] })).filter(({ change }) => change.shown);
	const last = all.at(-1), { notice } = record;
	return h('section', { class: 'card', 'aria-label': e.shown }, h('h2', {}, e.shown), last ? shownText(last.change, last.delivery) : h('p', {}, e.notShown),
		facts([[e.phrase, e.version(notice.phrase, notice.version, languages[notice.language] ?? notice.language)], [e.bundle, code(notice.bundle)]]),
		all.length > 1 && h('details', { open: true }, h('summary', {}, e.earlier), ...all.slice(0, -1).map(({ change, delivery }) => shownText(change, delivery))));
}

function legalSection({ notice }) {
	const items = Object.entries(notice.legal ?? {});
	return items.length > 0 && h('section', { class: 'card', 'aria-label': e.legal }, h('h2', {}, e.legal),
		facts(items.map(([item, text]) => [legalItems[item] ?? item, text])));
}

function answerText({ state: decided, at, evidence }) {
	return h('div', { class: 'decided', 'data-decided': decided }, h('p', {}, chip(decided), ' ', evidenceText(evidence)), facts([
		[e.at, wholeTime(at)], [e.label, evidence.label], [e.choice, answers[evidence.choice]], [e.words, evidence.words && h('q', {}, evidence.words)],
		[e.method, methods[evidence.method]], [e.columns.by, byOf(evidence)], [e.event, code([evidence.source, evidence.event].filter(Boolean).join(' / '))],
	]));
}

/* What was agreed to stays to be proved when it was withdrawn: each answer stands there, the first one first. */
function answerSection(record) {
	const given = record.history.filter((change) => DECIDED.includes(change.state));
	return h('section', { class: 'card answer-given', 'aria-label': e.answer }, h('h2', {}, e.answer), ...given.length ? given.map(answerText) : [h('p', {}, e.noAnswer)]);
}

function historyRow(change, chain, delivery) {
	const { evidence } = change;
	return h('tr', {}, h('td', { class: 'number' }, h('time', { datetime: change.at }, wholeTime(change.at))), h('th', { scope: 'row' }, chip(change.state)), h('td', {}, evidenceText(evidence)), h('td', {}, byOf(evidence)),
		h('td', {}, code([evidence.source, evidence.event].filter(Boolean).join(' / '))), h('td', {}, deliveryText(delivery)),
		h('td', {}, chain && e.chainPlace(chain.turn, chain.n), chain && h('div', {}, code(chain.link))));
}

function historySection(record, { chain, deliveries: delivered }) {
	const heads = Object.entries(e.columns).map(([name, label]) => h('th', { scope: 'col', class: name === 'at' ? 'number' : null }, label));
	return h('section', { class: 'card', 'aria-label': e.history }, h('h2', {}, e.history), h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': e.history },
		h('table', { class: 'history' }, h('caption', {}, e.historyCaption), h('thead', {}, h('tr', {}, ...heads)),
			h('tbody', {}, ...record.history.map((change, i) => historyRow(change, chain[i], delivered[i]))))));
}

function proofSection(record, { head }) {
	return h('section', { class: 'card proof', 'aria-label': e.proof }, h('h2', {}, e.proof), h('p', {}, head ? e.proofHead(head.turns, wholeTime(head.at), head.key) : e.proofNoHead),
		h('p', {}, e.proofText), command(`assent consent export --format archive --case ${record.case} --out archive.jsonl\nassent consent verify --archive archive.jsonl --key head.pub\nbash verify.sh archive.jsonl head.pub   # openssl, jq, sha256sum`));
}

function summary(record, at) {
	return facts([[at ? e.stateThen : e.state, chip(record.state)], [e.who, roles[record.subject]], [e.delegate, roles[record.delegate]], [e.about, state.topics[record.about] ?? record.about],
		[e.flow, flowTitle(record.flow)], [e.case, h('a', { href: `#/ledger/${encodeURIComponent(record.case)}${query({ as_of: at })}`, title: e.ofCase }, code(record.case))],
		[e.asked, wholeTime(record.history[0].at)], [e.expires, wholeTime(record.expires_at)]], { class: 'facts wide' });
}

function draw(main, evidence) {
	const { record, as_of: at } = evidence, title = e.title(kindWord(record.kind)), asked = query({ as_of: at });
	const file = makeButtons((more) => pathOf(record.case, record.id, { as_of: at, ...more }), ['kantara', '27560', 'csv', 'jsonl']);
	const then = at && h('div', { class: 'card as-of then', role: 'status' }, h('strong', { class: 'told' }, e.then(wholeTime(at))), ' ', h('a', { class: 'no-print', href: placeOf(record.case, record.id) }, e.toNow));
	main.replaceChildren(h('div', { class: 'row spread' }, h('h1', {}, title, h('span', { class: 'quiet' }, ` ${whoWord(record)} · ${caseEnd(record.case)}/${record.id}`)),
		h('div', { class: 'row no-print' }, h('a', { href: `#/ledger${asked}` }, e.back), h('button', { type: 'button', class: 'primary', onclick: () => window.print() }, e.print))),
	...then ? [then] : [], h('p', { class: 'quiet' }, w.zone(zone)), h('p', { class: 'only-print' }, e.printed(wholeTime(new Date()), state.session.name)),
	h('section', { class: 'card', 'aria-label': title }, summary(record, at)), shownSection(record, evidence), answerSection(record), historySection(record, evidence),
	...[legalSection(record)].filter(Boolean), proofSection(record, evidence), h('section', { class: 'card no-print', 'aria-label': w.exports.of }, h('h2', {}, w.exports.of), h('p', { class: 'quiet' }, w.exports.receipts), file.el));
	document.title = `${title} · Assent`;
}

/* asked: what stands in the address: as_of. */
export function openEvidence(root, [caseId, consent], onLink, asked) {
	const waiting = makeWaiting(), main = h('main', { class: 'page manager evidence' }, waiting.el);
	let gone = false;
	async function load() {
		waiting.soon();
		try {
			const evidence = await ask(pathOf(caseId, consent, { as_of: asked.get('as_of') }), () => !gone, (percent) => waiting.loading(w.reading(percent)));
			waiting.clear();
			if (evidence)
				draw(main, evidence);
		} catch (error) {
			waiting.problem(error, load);
		}
	}
	onLink(true);
	root.replaceChildren(main);
	load();
	return () => { gone = true; };
}
