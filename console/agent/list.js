/* list.js: all cases, the newest change first, live; and deliveries that could not be used. */
import { get, listen } from '../lib/api.js';
import { problemBox } from '../lib/acting.js';
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { flowTitle } from '../lib/state.js';
import { outcomes, statuses, timeText } from '../lib/words.js';

const filters = { '': '모두', open: '진행 중', parked: '멈춤', closed: '종료' };

function makeRow(first) {
	const link = h('a', { href: `#/case/${encodeURIComponent(first.id)}` }, flowTitle(first.flow));
	const status = h('span', {}), step = h('td', {}), opened = h('td', {}), updated = h('td', {});
	const el = h('tr', { 'data-case': first.id }, h('td', {}, status), h('th', { scope: 'row' }, link, h('span', { class: 'quiet', title: first.id }, ` …${first.id.slice(-5)}`)), step, opened, updated);
	return { el, update(head) {
		setClass(status, `chip status ${head.status}`);
		setText(status, statuses[head.status] ?? head.status);
		setText(step, head.status === 'closed' ? outcomes[head.outcome] ?? head.outcome : head.step);
		setText(opened, timeText(head.opened_at));
		setText(updated, timeText(head.updated_at));
	} };
}

function makeUndecoded() {
	const list = h('ul', {});
	const el = h('section', { class: 'card undecoded', hidden: true, 'aria-label': '쓰지 못한 수신' }, h('h2', {}, '쓰지 못한 수신'),
		h('p', { class: 'quiet' }, '서명은 맞지만 내용을 쓸 수 없어 보관만 했습니다. 보낸 쪽 설정을 확인해 주세요.'), list);
	return { el, async load() {
		const { undecoded } = await get('/v1/undecoded');
		list.replaceChildren(...undecoded.map((u) => h('li', {}, `${timeText(u.at)} · ${u.source} · ${u.reason} (${u.bytes}바이트)`,
			u.body && h('details', {}, h('summary', {}, '내용 (개인정보 가림)'), h('pre', {}, u.body)))));
		show(el, undecoded.length > 0);
	} };
}

/* A page of app.js. */
export function openPage(root, _, onLink) {
	const rows = h('tbody', {}), none = h('p', { class: 'quiet empty', hidden: true });
	const heads = ['상태', '케이스', '단계 · 결과', '시작', '마지막 변화'].map((name) => h('th', { scope: 'col' }, name));
	const table = h('table', { class: 'cases' }, h('thead', {}, h('tr', {}, ...heads)), rows);
	const undecoded = makeUndecoded(), problem = problemBox();
	const cases = new Map();
	let filter = '';
	const buttons = Object.entries(filters).map(([value, label]) => h('button', { type: 'button', onclick: () => {
		filter = value;
		draw();
	} }, label));

	function draw() {
		const shown = [...cases.values()].filter((c) => !filter || c.status === filter)
			.sort((a, b) => b.updated_at.localeCompare(a.updated_at));
		keyed(rows, shown, (c) => c.id, makeRow);
		buttons.forEach((b, i) => b.setAttribute('aria-pressed', String(Object.keys(filters)[i] === filter)));
		setText(none, cases.size ? '이 상태의 케이스가 없습니다.' : '아직 케이스가 없습니다. ‘새 케이스’를 눌러 시작해 보세요.');
		show(none, shown.length === 0);
		show(table, shown.length > 0);
	}
	async function load() {
		try {
			const { cases: all } = await get('/v1/cases?limit=500');
			for (const one of all)
				cases.set(one.id, one);
			await undecoded.load();
			problem.clear();
			draw();
		} catch (error) {
			problem.say(error);
		}
	}
	root.replaceChildren(h('main', { class: 'page' }, h('div', { class: 'row spread' }, h('h1', {}, '케이스'),
		h('a', { class: 'button primary', href: '#/start' }, '새 케이스')), h('div', { class: 'tabs', role: 'group', 'aria-label': '상태' }, ...buttons),
	problem.el, none, table, undecoded.el));
	document.title = '케이스 · Assent';
	return listen('/v1/stream', 'changed', (head) => {
		cases.set(head.id, { opened_at: head.updated_at, ...cases.get(head.id), ...head });
		draw();
	}, (live) => {
		onLink(live);
		if (live)
			load(); /* what happened while the line was down */
	});
}
