/* sidebar.js: the page in Zendesk's ticket sidebar: the case of this ticket, or the form that starts it. */
import { get, getSession, putName, setAway, signOutAtOnce, useBearer } from '../lib/api.js';
import { makeChat } from '../agent/chat.js';
import { makeDesk as makeCaseDesk } from '../agent/desk.js';
import { listenToKeys } from '../agent/keys.js';
import { h, keyed, setText, show } from '../lib/dom.js';
import { makeStart } from './start.js';
import { drafts, loadSession, state } from '../lib/state.js';
import { roles, sentence, statuses, timeText } from '../lib/words.js';
import w from './words.js';
import * as zendesk from './zendesk.js';

const RENEW_MS = 10 * 60 * 1000; /* an unused page is over after two hours */
const CLOCK_MS = 20 * 1000;

const line = h('p', { class: 'line', role: 'status', hidden: true });
const place = h('div', { id: 'place' }, h('p', { class: 'loading' }, w.loading));
let leave = () => {};

function say(text) {
	setText(line, text);
	show(line, Boolean(text));
}

let over = false;
function isOver() {
	over = true;
	leave();
	say(sentence({ code: 'over', message: '' }));
}

/* ---- the case ---- */

/* Whose words the ticket's own composer carries: the person who contacted us, unless the agent says otherwise. */
const partnerKey = (view) => `${view.id}:partner`;
function partnerOf(view) {
	const inbound = view.facts.inbound;
	return drafts.get(partnerKey(view)) ?? (view.parties[inbound] ? inbound : 'caller');
}

function makePartner(redraw) {
	const choice = h('select', { 'aria-label': w.partner });
	const el = h('label', { class: 'row partner' }, h('span', { class: 'quiet' }, w.partner), choice);
	let latest = null;
	choice.addEventListener('change', () => {
		drafts.set(partnerKey(latest), choice.value);
		redraw();
	});
	return { el, update(view) {
		latest = view;
		keyed(choice, Object.keys(view.parties), (r) => r, (r) => ({ el: h('option', { value: r }, roles[r]), update() {} }));
		choice.value = partnerOf(view);
	} };
}

/* What was said, a fold for each person. */
function makeTalks(caseId) {
	const list = h('div', {});
	function makeTalk(role) {
		const chat = makeChat(caseId, role), name = h('summary', {}, w.talk(roles[role]));
		const el = h('details', { class: 'talk' }, name, chat.el);
		el.addEventListener('toggle', () => chat.toEnd());
		return { el, update: ({ view }) => chat.update(view) };
	}
	return { el: h('section', { 'aria-label': w.talks }, h('h3', {}, w.talks), list), update(view) {
		const all = Object.keys(view.parties).map((role) => ({ role, view }));
		keyed(list, all, ({ role }) => role, ({ role }) => makeTalk(role));
	} };
}

function showCase(id) {
	let last = null;
	const redraw = () => last && desk.update(last);
	const desk = makeCaseDesk(id, { head: [makePartner(redraw)], talk: [makeTalks(id)], props: { 'data-case': id } }), { el } = desk;
	const deaf = listenToKeys();
	const ticking = setInterval(redraw, CLOCK_MS); /* time limits run down */
	function update(view) {
		last = view;
		redraw();
		if (!el.isConnected)
			place.replaceChildren(el);
	}
	let stop = () => {}, left = false;
	get(`/v1/cases/${encodeURIComponent(id)}`).then((view) => {
		if (left)
			return;
		update(view);
		stop = desk.listen(update, (live) => over || say(live ? '' : w.lost));
	}, (error) => say(sentence(error)));
	return () => {
		left = true;
		clearInterval(ticking);
		deaf();
		stop();
	};
}

/* ---- which case ---- */

function makeDesk(desk, agentName) {
	const choice = h('select', { 'aria-label': w.cases });
	const another = h('button', { type: 'button', class: 'link' }, w.another);
	const bar = h('div', { class: 'row spread cases-bar', hidden: true }, choice, another);
	let shown = null, known = [];

	const all = async () => (await get(`/v1/cases?desk_platform=${encodeURIComponent(desk.platform)}&desk=${encodeURIComponent(desk.address)}&limit=20`)).cases;
	/* Begun by somebody else meanwhile, or by a trigger: there is no second one by accident. */
	const isNew = (c) => c.status !== 'closed' && !known.includes(c.id);
	const find = async () => (await all()).find(isNew)?.id ?? null;

	function fill(cases) {
		keyed(choice, cases, (c) => c.id, (c) => {
			const option = h('option', { value: c.id });
			return { el: option, update: (now) => setText(option, w.choice(statuses[now.status], timeText(now.opened_at), now.step)) };
		});
		choice.value = shown ?? '';
		show(bar, cases.length > 0);
		show(choice, cases.length > 1);
	}
	function go(id) {
		leave();
		shown = id;
		known = [];
		leave = showCase(id);
		all().then(fill, () => {});
	}
	function start() {
		leave();
		leave = () => {};
		shown = null;
		place.replaceChildren(h('main', { class: 'desk' }, makeStart(desk, agentName, find, go).el));
	}
	choice.addEventListener('change', () => go(choice.value));
	another.addEventListener('click', async () => {
		try {
			known = (await all()).map((c) => c.id);
			start();
		} catch (error) {
			say(sentence(error));
		}
	});
	async function look() {
		const cases = await all();
		fill(cases);
		const next = cases.find(isNew) ?? (known.length ? null : cases[0]);
		if (shown === null && next)
			go(next.id);
		else if (shown === null && !place.querySelector('form'))
			start();
	}
	return { bar, look };
}

/* ---- the page ---- */

/* The name is a label; the number is what Zendesk signed. */
async function learnName(user) {
	const { id, name = '' } = await zendesk.currentUser().catch(() => ({}));
	if (!name || String(id) !== user)
		return '';
	try {
		await putName(name);
		return name;
	} catch (error) {
		say(w.onlyNumber(sentence(error)));
		return '';
	}
}

async function open(given) {
	useBearer(given.token, isOver);
	window.addEventListener('pagehide', (event) => event.persisted || signOutAtOnce());
	setInterval(() => getSession().catch((error) => error.status === 401 && isOver()), RENEW_MS);
	const composer = zendesk.makeComposer();
	state.composer = { ...composer, isWith: (view, role) => partnerOf(view) === role };
	const [address, name] = await Promise.all([zendesk.ticketId(), learnName(given.user)]);
	await loadSession();
	const desk = makeDesk({ platform: given.desk, address }, name);
	document.body.prepend(desk.bar);
	zendesk.onActive((active) => {
		setAway(!active);
		if (active)
			desk.look().catch((error) => say(sentence(error)));
	});
	await desk.look();
}

async function begin() {
	const data = document.getElementById('session'), given = JSON.parse(data.textContent);
	data.remove();
	document.body.replaceChildren(line, place);
	if (given === 'none' || !zendesk.isThere) {
		place.replaceChildren(h('p', { class: 'loading' }, w.onlyThere));
		return;
	}
	zendesk.fitHeight(document.body);
	try {
		await open(given);
	} catch (error) {
		place.replaceChildren(h('p', { class: 'loading', role: 'alert' }, sentence(error)));
	}
}

begin();
