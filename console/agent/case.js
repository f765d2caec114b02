/* case.js: one case: the caller's telephone, the agent's desk, the third party's telephone; live by the case's stream. */
import { get } from '../lib/api.js';
import { makeChat } from './chat.js';
import { makeConsents } from './consents.js';
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { makePen, makeTeam } from '../queue/team.js';
import { makeQuestions } from './questions.js';
import { makeSuggestions } from './suggestions.js';
import { makeTools } from './tools.js';
import { dayText, outcomes, roles, sentence, statuses, thirdParties, timeText } from '../lib/words.js';

const CLOCK_MS = 20 * 1000;

function factsText(view) {
	const f = view.facts, trip = [f.origin, f.destination].filter(Boolean).join(' → ');
	const rider = { true: '호출자가 탑승', false: '다른 분이 탑승' }[f.caller_is_passenger];
	const booked = { true: '대신 불러주기 사용', false: '' }[f.booked_for_other];
	const inbound = f.inbound && f.inbound !== 'none' ? `${roles[f.inbound]} 인입` : '';
	return [view.topic_word, dayText(f.trip_date), trip, rider, booked, inbound].filter(Boolean).join(' · ');
}

/* Why the case stands still, where, and what a person can do. */
function makeParked() {
	const reason = h('p', {}), place = h('p', { class: 'place' }), steps = h('p', { class: 'place' });
	const el = h('div', { class: 'banner parked', role: 'alert', hidden: true }, h('strong', {}, '이 케이스는 멈춰 있습니다'), reason, place, steps,
		h('p', {}, '흐름은 더 나아가지 않습니다. 직접 쓴 말, 표시, 메모는 그대로 쓸 수 있고 잠금도 그대로입니다. 메모를 남기고 종료한 뒤 새 케이스를 여세요. ' +
			'흐름을 고치면 새 케이스부터 적용됩니다.'));
	return { el, update(view) {
		const p = view.parked;
		show(el, view.status === 'parked');
		if (!p)
			return;
		setText(reason, p.reason);
		setText(place, p.file ? `${p.file}:${p.line}` : '');
		const texts = [['기록된 단계', p.recorded], ['하려던 단계', p.attempted]].filter(([, v]) => v);
		setText(steps, texts.map(([name, v]) => `${name}: ${typeof v === 'string' ? v : JSON.stringify(v)}`).join('\n'));
	} };
}

/* With which flows it runs; since when, where they were deployed under it. */
function bundleText({ bundles }) {
	const [now, before] = [...bundles].reverse().map((b) => b.bundle.slice(0, 8));
	return before ? `흐름 판 ${now} (${timeText(bundles.at(-1).since)} 배포로 ${before}에서 바뀜)` : `흐름 판 ${now}`;
}

export function makeHead() {
	const title = h('h1', {}), status = h('span', {}), facts = h('p', { class: 'facts' });
	const steps = h('ol', { class: 'steps', 'aria-label': '단계' }), bundle = h('p', { class: 'quiet bundle' });
	const closed = h('div', { class: 'banner closed', role: 'status', hidden: true }), parked = makeParked();
	const el = h('header', { class: 'case-head' }, h('div', { class: 'row' }, title, status), facts, bundle, steps, closed, parked.el);
	return { el, update(view) {
		setText(title, view.title);
		setClass(status, `chip status ${view.status}`);
		setText(status, statuses[view.status]);
		setText(facts, factsText(view));
		setText(bundle, bundleText(view));
		const all = view.steps.map((step, i) => ({ step, i, last: i === view.steps.length - 1 && view.status === 'open' }));
		keyed(steps, all, ({ i }) => i, ({ step }) => {
			const li = h('li', { title: timeText(step.at) }, step.title);
			return { el: li, update: ({ last }) => (last ? li.setAttribute('aria-current', 'step') : li.removeAttribute('aria-current')) };
		});
		setText(closed, view.outcome ? `종료되었습니다: ${outcomes[view.outcome] ?? view.outcome} (${view.outcome}) · ${timeText(view.updated_at)}` : '');
		show(closed, view.status === 'closed');
		parked.update(view);
	} };
}

function makeDesk(id) {
	const parts = [makeHead(), makeQuestions(id), makeSuggestions(id), makeConsents(), makeTools(id)];
	const pen = makePen(...parts.map((p) => p.el)), team = makeTeam(id, pen);
	const el = h('main', { class: 'desk' }, team.el, pen);
	return { el, listen: team.listen, update: (view) => parts.forEach((p) => p.update(view)) };
}

/* The telephones of third parties and the driver: a tab each where there are several. */
function makeOthers(caseId) {
	const tabs = h('div', { class: 'tabs', role: 'group', 'aria-label': '다른 당사자' });
	const panes = h('div', { class: 'panes' });
	const none = h('p', { class: 'quiet empty nobody' }, '아직 제3자가 없습니다. 호출자가 위임하면 여기에 나타납니다.');
	const el = h('div', { class: 'others' }, tabs, none, panes);
	let chosen = null, latest = null;
	function makeTab(role) {
		const tab = h('button', { type: 'button', onclick: () => {
			chosen = role;
			update(latest);
		} }, roles[role]);
		return { el: tab, update: () => tab.setAttribute('aria-pressed', String(role === chosen)) };
	}
	function makePane(role) {
		const chat = makeChat(caseId, role);
		return { el: chat.el, update() {
			const turnsUp = chat.el.hidden && role === chosen;
			show(chat.el, role === chosen);
			chat.update(latest);
			if (turnsUp)
				chat.toEnd();
		} };
	}
	function update(view) {
		const here = [...thirdParties, 'driver'].filter((r) => view.parties[r]);
		latest = view;
		if (!here.includes(chosen))
			chosen = here[0] ?? null;
		keyed(tabs, here, (r) => r, makeTab);
		keyed(panes, here, (r) => r, makePane);
		show(tabs, here.length > 1);
		show(none, here.length === 0);
	}
	return { el, update };
}

/* A page of app.js. */
export const sheets = ['agent/case.css'];
export function openPage(root, [id], onLink) {
	const caller = makeChat(id, 'caller'), desk = makeDesk(id), others = makeOthers(id);
	const loading = h('p', { class: 'loading' }, '불러오는 중입니다…');
	const el = h('div', { class: 'case', hidden: true }, caller.el, desk.el, others.el);
	let last = null;
	root.replaceChildren(loading, el);
	function update(view) {
		last = view;
		show(loading, false);
		show(el, true);
		for (const part of [caller, desk, others])
			part.update(view);
		document.title = `${view.title} · Assent`;
	}
	const ticking = setInterval(() => last && update(last), CLOCK_MS); /* time limits run down */
	let stop = () => {}, left = false;
	get(`/v1/cases/${encodeURIComponent(id)}`).then((view) => {
		if (left)
			return;
		update(view);
		stop = desk.listen(update, onLink);
	}, (error) => setText(loading, sentence(error)));
	return () => {
		left = true;
		clearInterval(ticking);
		stop();
	};
}
