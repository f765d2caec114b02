/* player.js: a dialogue step by step, forwards and backwards: what was done, the talk, the consents, where it waits. */
import { change } from '../lib/api.js';
import { h, keyed, setText, show, tell } from '../lib/dom.js';
import { consentKinds, consentStates, outcomes, roles, timeText, toldText } from '../lib/words.js';
import { makeText } from './check.js';
import w from './words.js';

export const playSteps = (what) => change('/v1/plays', what);

const known = (list, key) => new Set((list ?? []).map((one) => one[key]));

/* ---- one step ---- */

function makeBubble(message) {
	const el = h('li', { class: `bubble ${message.from === 'party' ? 'theirs' : 'ours'}` },
		h('p', { class: 'quiet' }, message.from === 'party' ? roles[message.party] : `${w.player.from[message.from] ?? w.player.from.engine} → ${roles[message.party]}`),
		h('p', { class: 'words' }));
	return { el, update(now) {
		setText(el.querySelector('.words'), now.text);
		el.classList.toggle('new', now.isNew);
	} };
}

function makeOffer(suggestion) {
	const el = h('li', {});
	return { el, update(now) {
		el.className = `offer ${now.state}${now.isNew ? ' new' : ''}`;
		el.replaceChildren(h('p', { class: 'quiet' }, `${now.state === 'blocked' ? w.player.blocked : w.player.offered} → ${roles[suggestion.party]} · say.${suggestion.phrase}`),
			h('p', { class: 'words' }, now.state === 'blocked' ? toldText(now.reason_told, now.reason) : now.text));
	} };
}

/* Suggestions that are offered stand until they are answered; blocked ones in the step in which they are. */
function talkOf(state, before) {
	const messages = known(before?.messages, 'id'), blocked = known((before?.suggestions ?? []).filter((s) => s.state === 'blocked'), 'id'), offered = known(before?.suggestions, 'id');
	return [...state.messages.map((m) => ({ ...m, key: `m${m.id}`, make: makeBubble, isNew: Boolean(before) && !messages.has(m.id) })),
		...state.suggestions.filter((s) => s.state === 'offered' || (s.state === 'blocked' && !blocked.has(s.id)))
			.map((s) => ({ ...s, key: `s${s.id}`, make: makeOffer, isNew: Boolean(before) && !offered.has(s.id) }))];
}

function makeTalk() {
	const list = h('ol', { class: 'talk', tabindex: '0', 'aria-label': w.player.talk }), empty = h('p', { class: 'quiet' }, w.player.noTalk);
	const who = h('div', { class: 'tabs', role: 'group', 'aria-label': w.player.talk });
	let chosen = '', items = [];
	function draw() {
		const mine = items.filter((one) => !chosen || one.party === chosen);
		keyed(list, mine, (one) => one.key, (one) => one.make(one));
		show(empty, !mine.length);
		list.scrollTop = list.scrollHeight;
	}
	function tabs(parties) {
		keyed(who, ['', ...parties], (role) => role, (role) => {
			const el = h('button', { type: 'button', onclick() {
				chosen = role;
				tabs(parties);
				draw();
			} }, role ? roles[role] : w.player.everybody);
			return { el, update: () => el.setAttribute('aria-pressed', String(role === chosen)) };
		});
	}
	return { el: h('div', { class: 'talk-box' }, who, empty, list), tabs, show(state, before) {
		items = talkOf(state, before);
		draw();
	} };
}

function consentChip(consent, before) {
	const changed = before && before.consents.find((one) => one.id === consent.id)?.state !== consent.state;
	return h('li', { class: `chip ${consent.state}${changed ? ' new' : ''}` },
		`${consentKinds[consent.kind] ?? consent.kind} · ${roles[consent.subject]}${consent.delegate ? ` → ${roles[consent.delegate]}` : ''}: ${consentStates[consent.state] ?? consent.state}`);
}

function parkedText({ told, reason }) {
	const why = h('p', {});
	tell(why, told, reason, w.check.original);
	return [h('p', { class: 'chip parked' }, w.player.parked), why];
}

function factsOf(state, before) {
	const notes = state.notes.slice(before?.notes.length ?? 0).map((note) => h('p', {}, `${w.player.note}: ${toldText(note.told, note.text)}`));
	const waits = state.status === 'open' ? state.waits.map((one) => h('li', {}, `${one.file}:${one.line} · ${w.kinds[one.kind]} · ${roles[one.party] ?? ''}`)) : [];
	return [
		h('p', { class: 'where' }, timeText(state.now), state.step && ` · ${w.player.stepIs(state.step)}`),
		state.status === 'closed' && h('p', { class: 'chip closed' }, w.player.closed(outcomes[state.outcome] ?? state.outcome)),
		...(state.status === 'parked' ? parkedText(state.parked) : []),
		...notes,
		state.consents.length > 0 && h('ul', { class: 'row', 'aria-label': w.player.consents }, ...state.consents.map((one) => consentChip(one, before))),
		waits.length > 0 && h('div', { class: 'waits-at' }, h('h3', {}, w.player.waits), h('ul', {}, ...waits)),
	].filter(Boolean);
}

/* ---- the player ---- */

function makeControls(count, go, at) {
	const place = h('span', { class: 'quiet', role: 'status' });
	const slider = h('input', { type: 'range', min: 0, max: count - 1, value: 0, 'aria-label': w.player.step, oninput: () => go(Number(slider.value)) });
	const press = (label, sign, to) => h('button', { type: 'button', 'aria-label': label, title: label, onclick: () => go(to()) }, sign);
	const first = press(w.player.first, '|◀', () => 0), back = press(w.player.back, '◀', () => at() - 1);
	const next = press(w.player.next, '▶', () => at() + 1), last = press(w.player.last, '▶|', () => count - 1);
	return { el: h('div', { class: 'controls' }, first, back, slider, next, last, place), show(n) {
		slider.value = n;
		slider.setAttribute('aria-valuetext', w.player.at(n + 1, count));
		setText(place, w.player.at(n + 1, count));
		for (const [button, off] of [[first, n === 0], [back, n === 0], [next, n === count - 1], [last, n === count - 1]])
			button.setAttribute('aria-disabled', String(off));
	} };
}

/* Arrow keys move the dialogue wherever the focus is, but where they have another meaning. */
function listenKeys(go, at, count) {
	const keys = { ArrowLeft: () => at() - 1, ArrowRight: () => at() + 1, Home: () => 0, End: () => count - 1 };
	function onKey(event) {
		const taken = event.target.closest?.('input:not([type="checkbox"]), textarea, select, .picture, .source ol, .talk');
		if (!keys[event.key] || taken || event.ctrlKey || event.metaKey || event.altKey)
			return;
		event.preventDefault();
		go(keys[event.key]());
	}
	document.addEventListener('keydown', onKey);
	return () => document.removeEventListener('keydown', onKey);
}

/* found: of /v1/plays; fault: the finding to which it leads, or null. onStep(state, isLast): for picture and source. */
export function makePlayer(found, fault, onStep, onLeave) {
	const { steps, error } = found, lines = found.text.split('\n');
	const act = h('p', { class: 'act', role: 'status' }), facts = h('div', { class: 'facts' }), talk = makeTalk();
	const end = h('div', { class: 'problem', hidden: true });
	let at = 0;
	const head = h('div', { class: 'row spread' }, fault ? makeText('h2', fault) : h('h2', {}, found.title ?? ''), h('button', { type: 'button', class: 'link', onclick: onLeave }, w.player.leave));
	if (!steps.length)
		return { el: h('section', { class: 'player card', 'aria-label': w.flow.plays }, head, h('p', { class: 'problem' }, error ? w.player.fails(error.line, error.text) : w.player.noTalk)), stop() {} };
	const controls = makeControls(steps.length, go, () => at);
	talk.tabs(Object.keys(found.parties ?? {}));

	function go(to) {
		if (to < 0 || to >= steps.length)
			return;
		at = to;
		draw();
	}
	function draw() {
		const { line, told, state } = steps[at], before = at ? steps[at - 1].state : null, isLast = at === steps.length - 1;
		controls.show(at);
		setText(act, line ? `${toldText(told, lines[line - 1].trim())} (${w.player.line(line)})` : w.player.opened);
		facts.replaceChildren(...factsOf(state, before));
		talk.show(state, before);
		end.replaceChildren(...[fault && h('p', {}, `${w.player.fault}: ${fault.file}${fault.line ? `:${fault.line}` : ''} — `, makeText('span', fault)),
			error && h('p', {}, w.player.fails(error.line, error.text))].filter(Boolean));
		show(end, isLast && Boolean(fault || error));
		onStep(state, isLast);
	}
	draw();
	return { el: h('section', { class: 'player card', 'aria-label': w.flow.plays }, head, controls.el, act, end, facts, talk.el, h('p', { class: 'quiet key-hint' }, w.player.keys),
		h('details', {}, h('summary', {}, w.player.text), h('pre', {}, found.text))), stop: listenKeys(go, () => at, steps.length) };
}
