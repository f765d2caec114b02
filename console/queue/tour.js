/* tour.js: the guide's case 4 in two minutes, on the real page: it points at the next control, says what to do and why, and
 * goes on by what has truly happened in the case. It may be left at any time, and is where it was after a reload. */
import { listenToCase } from '../lib/api.js';
import { h, setText, show } from '../lib/dom.js';
import { drafts, openCase, state } from '../lib/state.js';
import { examples } from './examples.js';
import words from './words.js';

const w = words.tour;
const KEY = 'tour', GAP_PX = 10, SMALL_PX = 620, MARK = 'data-tour-target';

const offered = 'article.suggestion.offered [data-act="send"]';
const answer = 'section.phone[data-party="caller"] .choices [data-choice="yes"]';
const saidTo = (view) => view.messages.filter((m) => m.party === 'caller' && m.from !== 'party').length;
const heard = (view) => view.messages.filter((m) => m.party === 'caller' && m.from === 'party').length;
const became = (state) => (view) => view.consents.some((k) => k.history.some((change) => change.state === state));

/* at: what it points at, by a selector; done(view): it has happened; without done: it has been read. */
const steps = [
	{ name: 'send', at: offered, done: (view) => saidTo(view) > 0 },
	{ name: 'answer', at: answer, done: (view) => heard(view) > 0 },
	{ name: 'again', at: offered, done: (view) => saidTo(view) > 1 },
	{ name: 'answerAgain', at: answer, done: (view) => heard(view) > 1 },
	{ name: 'notice', at: offered, done: (view) => saidTo(view) > 2 },
	{ name: 'agree', at: answer, done: became('granted') },
	{ name: 'record', at: '[data-consent]' },
	{ name: 'open', at: 'article.suggestion.offered' },
	{ name: 'withdraw', at: '[data-party-tools="caller"] [data-mark="withdrawal"]', done: became('withdrawn') },
	{ name: 'locked', at: 'article.suggestion.blocked' },
	{ name: 'end', at: 'nav a[href="#/"]' },
];

function load() {
	try {
		return JSON.parse(drafts.get(KEY)) ?? null;
	} catch {
		return null;
	}
}

/* The first step that has neither happened nor been read; those before what has happened are over, too. */
function stepOf(view, read) {
	const happened = steps.findLastIndex((step) => step.done?.(view));
	return steps.findIndex((step, i) => i > happened && !read.includes(step.name));
}

/* Where the consents of the case stand on the server's disk. */
const fileOf = (view) => [state.session.consents_dir, `${view.id}.json`].filter(Boolean).join('/');

const visible = (selector) => [...document.querySelectorAll(selector)].findLast((el) => el.checkVisibility() && !el.disabled) ?? null;

/* In a small window a control at an edge leaves no room beside it; of a large card the top must be seen. */
const canCentre = (el) => innerWidth < SMALL_PX && el.offsetHeight < innerHeight / 3;

/* Above or below what it points at, within the window; in the lower right corner where there is nothing, or no room. */
function place(panel, target) {
	const box = target?.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = panel;
	const under = box && box.bottom + GAP_PX + height < innerHeight, above = box && box.top - GAP_PX - height > 0;
	const left = under || above ? Math.max(GAP_PX, Math.min(box.left, innerWidth - width - GAP_PX)) : innerWidth - width - GAP_PX;
	const top = under ? box.bottom + GAP_PX : above ? box.top - GAP_PX - height : innerHeight - height - GAP_PX;
	panel.style.left = `${left}px`;
	panel.style.top = `${top}px`;
}

function makePanel(onRead, onLeave) {
	const count = h('span', { class: 'quiet' }), todo = h('p', { class: 'todo' }), why = h('p', { class: 'why' });
	const told = h('div', { role: 'status', 'aria-label': w.title, id: 'tour-told' }, count, todo, why);
	const read = h('button', { type: 'button', class: 'primary', onclick: onRead }), go = h('button', { type: 'button' }, w.toTarget);
	const leave = h('button', { type: 'button', class: 'link', onclick: onLeave }, w.leave);
	const el = h('aside', { class: 'tour', 'aria-label': w.title }, told, h('div', { class: 'row' }, read, go, leave));
	let target = null, shown = -1, frame = 0;
	go.addEventListener('click', () => (target?.matches('button, a, summary') ? target : target?.querySelector('button, a, summary') ?? target)?.focus());
	el.addEventListener('keydown', (event) => event.key === 'Escape' && onLeave());

	function point(selector) {
		const next = visible(selector);
		if (next !== target) {
			target?.removeAttribute(MARK);
			target?.removeAttribute('aria-describedby');
			next?.setAttribute('aria-describedby', 'tour-told');
			next?.setAttribute(MARK, '');
			next?.scrollIntoView({ block: canCentre(next) ? 'center' : 'nearest' });
			target = next;
		}
		show(go, Boolean(target));
		place(el, target);
	}
	/* The page may have drawn anew or scrolled. */
	function follow() {
		frame ||= requestAnimationFrame(() => {
			frame = 0;
			if (el.isConnected && shown >= 0)
				point(steps[shown].at);
		});
	}
	const seen = new MutationObserver((all) => all.some((m) => !el.contains(m.target)) && follow());
	function begin() {
		document.body.append(el);
		seen.observe(document.getElementById('page'), { subtree: true, childList: true, attributes: true, attributeFilter: ['class', 'hidden', 'disabled'] });
		addEventListener('scroll', follow, true);
		addEventListener('resize', follow);
	}
	function end() {
		seen.disconnect();
		removeEventListener('scroll', follow, true);
		removeEventListener('resize', follow);
		cancelAnimationFrame(frame);
		target?.removeAttribute(MARK);
		el.remove();
	}
	return { begin, end, tell(i, view) {
		const step = steps[i], text = w.steps[step.name];
		shown = i;
		setText(count, w.count(i + 1, steps.length));
		setText(todo, typeof text.todo === 'function' ? text.todo(fileOf(view)) : text.todo);
		setText(why, text.why);
		setText(read, i === steps.length - 1 ? w.close : w.next);
		show(read, !step.done);
		show(leave, i < steps.length - 1);
		follow();
	}, lost(text) {
		shown = -1;
		setText(count, '');
		setText(todo, text);
		setText(why, '');
		show(read, false);
		show(go, false);
		place(el, null);
	} };
}

/* On the page of its case, until it is left there or ended. */
function run(kept) {
	const save = () => drafts.set(KEY, JSON.stringify(kept));
	let now = -1, last = null;
	const panel = makePanel(() => {
		kept.read.push(steps[now].name);
		save();
		update(last);
	}, finish);
	const isHere = () => location.hash === `#/case/${encodeURIComponent(kept.id)}`;
	function update(view) {
		last = view;
		const went = now;
		now = stepOf(view, kept.read);
		if (now < 0)
			finish();
		else if (view.status !== 'open' && steps[now].done)
			panel.lost(w.ended);
		else if (now !== went)
			panel.tell(now, view);
	}
	const stop = listenToCase(() => `/v1/stream?case=${encodeURIComponent(kept.id)}`, update, {}, () => {});
	function leave() {
		stop();
		panel.end();
		removeEventListener('hashchange', onHash);
	}
	function finish() {
		drafts.drop(KEY);
		leave();
	}
	function onHash() {
		if (isHere())
			return;
		leave();
		addEventListener('hashchange', function again() {
			if (load()?.id !== kept.id)
				removeEventListener('hashchange', again);
			else if (isHere()) {
				removeEventListener('hashchange', again);
				run(kept);
			}
		});
	}
	addEventListener('hashchange', onHash);
	panel.begin();
}

/* A case of its own, and the page of it. */
export async function startTour() {
	const body = examples.find((one) => one.name === 'case 4').body();
	const { case: id } = await openCase({ ...body, facts: { ...body.facts, agent_name: state.session.name } });
	const kept = { id, read: [] };
	drafts.set(KEY, JSON.stringify(kept));
	location.hash = `#/case/${encodeURIComponent(id)}`;
	addEventListener('hashchange', () => run(kept), { once: true });
}

/* After a reload. */
export function resumeTour() {
	const kept = load();
	if (kept && location.hash === `#/case/${encodeURIComponent(kept.id)}`)
		run(kept);
}

/* A card that offers it; problem: where to say why it did not begin. */
export function makeOffer(problem) {
	const go = h('button', { type: 'button', class: 'primary', 'data-tour': 'start' }, w.start);
	go.addEventListener('click', async () => {
		go.disabled = true;
		await startTour().catch((error) => problem.say(error));
		go.disabled = false;
	});
	return h('section', { class: 'card offer', 'aria-label': w.title }, h('h2', {}, w.title), h('p', {}, w.about), h('div', { class: 'row' }, go));
}
