/* start.js: a new case: one click on a prepared one, or the form of its own. Where no single flow fits, the agent chooses. */
import { problemBox } from '../lib/acting.js';
import { h, setText, show } from '../lib/dom.js';
import { examples } from './examples.js';
import { openCase, reloadFlows, state } from '../lib/state.js';
import { languages, modes, roles } from '../lib/words.js';

const unknownWord = '모름';

function field(label, control) {
	return h('label', { class: 'field' }, h('span', {}, label), control);
}

function choice(name, options) {
	return h('select', { name }, ...Object.entries(options).map(([value, label]) => h('option', { value }, label)));
}

/* withMode: whether a bot may serve this party. */
export function makePartyRow(role, withMode = true) {
	const here = h('input', { type: 'checkbox', name: `${role}.here`, checked: role === 'caller', disabled: role === 'caller' });
	const member = choice(`${role}.member`, { true: '회원', false: '비회원' });
	const phone = h('input', { type: 'tel', name: `${role}.phone`, maxlength: 20, placeholder: '모르면 비워 두기', 'aria-label': `${roles[role]} 연락처` });
	const mode = choice(`${role}.mode`, modes);
	const language = choice(`${role}.language`, languages);
	member.setAttribute('aria-label', `${roles[role]} 회원 여부`);
	mode.setAttribute('aria-label', `${roles[role]} 응대 방식`);
	language.setAttribute('aria-label', `${roles[role]} 언어`);
	if (role !== 'caller')
		member.value = 'false';
	const rest = [member, phone, mode, language];
	const follow = () => rest.forEach((control) => { control.disabled = !here.checked; });
	here.addEventListener('change', follow);
	follow();
	const el = h('div', { class: 'party-row' }, h('label', {}, here, ` ${roles[role]}`), member, phone, withMode && mode, language);
	return {
		el,
		read: () => (here.checked ? { member: member.value === 'true', mode: mode.value,
			...(language.value === 'ko' ? {} : { language: language.value }), ...(phone.value.trim() ? { phone: phone.value.trim() } : {}) } : null),
		fill(party) {
			here.checked = role === 'caller' || Boolean(party);
			member.value = String(party?.member ?? role === 'caller');
			phone.value = party?.phone ?? '';
			mode.value = party?.mode ?? 'assist';
			language.value = party?.language ?? 'ko';
			follow();
		},
	};
}

const labels = { topic: '주제', trip_date: '이용일', origin: '출발지', destination: '도착지', caller_is_passenger: '탑승자',
	booked_for_other: '대신 불러주기', inbound: '먼저 연락한 사람', agent_name: '상담사 이름' };
export const factWord = (name) => labels[name] ?? name;

/* What the guide's first question needs is required: without it the case would be parked at once. */
export function makeFacts(agentName = state.session.name) {
	const inboundOptions = { none: '없음 (우리가 먼저 연락)', ...roles };
	const controls = {
		topic: choice('topic', state.topics),
		trip_date: h('input', { type: 'date', name: 'trip_date', required: true }),
		origin: h('input', { name: 'origin', maxlength: 100, required: true, placeholder: '예: 강남역 11번 출구' }),
		destination: h('input', { name: 'destination', maxlength: 100, required: true, placeholder: '예: 판교역' }),
		caller_is_passenger: choice('caller_is_passenger', { '': unknownWord, true: '호출자 본인', false: '다른 사람' }),
		booked_for_other: choice('booked_for_other', { '': unknownWord, true: '사용', false: '사용 안 함' }),
		inbound: choice('inbound', inboundOptions),
		agent_name: h('input', { name: 'agent_name', maxlength: 40, required: true, value: agentName }),
	};
	const el = h('div', { class: 'facts-grid' }, ...Object.entries(controls).map(([name, control]) => field(factWord(name), control)));
	function read() {
		const facts = {};
		for (const [name, control] of Object.entries(controls)) {
			const value = control.value.trim();
			if (value)
				facts[name] = ['caller_is_passenger', 'booked_for_other'].includes(name) ? value === 'true' : value;
		}
		return facts;
	}
	/* The names of those that no control can take. */
	function fill(facts) {
		for (const [name, control] of Object.entries(controls))
			if (name !== 'agent_name')
				control.value = String(facts[name] ?? (name === 'inbound' ? 'none' : ''));
		return Object.entries(facts).map(([name]) => name).filter((name) => controls[name]?.value !== String(facts[name]));
	}
	return { el, read, fill };
}

/* {el, hide(), say(reasons)}: why no flow was chosen, and a button for each. */
export function makeReasons(startWith) {
	const list = h('ul', {});
	const el = h('div', { class: 'reasons', role: 'alert', hidden: true }, h('h2', {}, '맞는 흐름을 하나로 정하지 못했습니다'),
		h('p', {}, '이유를 보시고 흐름을 골라 주세요.'), list);
	return { el, hide: () => show(el, false), say(reasons) {
		list.replaceChildren(...reasons.map((r) => h('li', { 'data-flow': r.flow },
			h('div', { class: 'row' }, h('strong', {}, r.title), h('span', { class: `chip ${r.fits ? 'granted' : ''}` }, r.fits ? '맞음' : '맞지 않음')),
			h('p', { class: 'quiet' }, r.why), h('button', { type: 'button', onclick: () => startWith(r.flow) }, '이 흐름으로 시작'))));
		show(el, true);
		el.scrollIntoView({ block: 'nearest' });
	} };
}

function makeExample(example, start, fill) {
	return h('article', { class: 'card example', 'data-example': example.name },
		h('p', { class: 'chip' }, `가이드 ${example.name}`), h('h2', {}, example.title), h('p', {}, example.about),
		h('div', { class: 'row' }, h('button', { type: 'button', class: 'primary', onclick: start }, '바로 시작'),
			h('button', { type: 'button', onclick: fill }, '고쳐서 시작')));
}

/* For the flow designer: what was changed in flows/ is in force for the next case. */
function makeReload(problem) {
	const told = h('span', { class: 'quiet', role: 'status' });
	const button = h('button', { type: 'button', class: 'link' }, '흐름 다시 읽기');
	button.addEventListener('click', async () => {
		problem.clear();
		setText(told, '');
		try {
			await reloadFlows();
			setText(told, '다시 읽었습니다. 새 케이스부터 적용됩니다.');
		} catch (error) {
			if (error.code === 'conflict')
				setText(told, '이 서버는 배포된 흐름을 씁니다. 흐름을 고친 뒤 assent deploy를 실행하세요.');
			else
				problem.say(error);
		}
	});
	return h('div', { class: 'row' }, button, told);
}

/* A page of app.js. */
export function openPage(root) {
	const go = (started) => { location.hash = `#/case/${encodeURIComponent(started)}`; };
	const facts = makeFacts(), parties = Object.keys(roles).map((role) => [role, makePartyRow(role)]);
	const problem = problemBox(), reasons = makeReasons((flow) => start({ flow, ...asked }));
	const button = h('button', { type: 'submit', class: 'primary' }, '이 내용으로 시작');
	const form = h('form', { class: 'card start-form' }, h('h2', {}, '직접 적어서 시작'), facts.el, h('h3', {}, '당사자'),
		...parties.map(([, row]) => row.el), h('div', { class: 'row' }, button));
	let asked = null, starting = false;

	async function start(body) {
		if (starting)
			return;
		starting = true;
		problem.clear();
		reasons.hide();
		try {
			go((await openCase(body)).case);
		} catch (error) {
			if (error.more?.reasons) {
				asked = { facts: body.facts, parties: body.parties };
				reasons.say(error.more.reasons);
			} else {
				problem.say(error);
				problem.el.scrollIntoView({ block: 'nearest' });
			}
		} finally {
			starting = false;
		}
	}
	function withName(body) {
		return { ...body, facts: { ...body.facts, agent_name: state.session.name } };
	}
	function fill(example) {
		const body = example.body();
		facts.fill(body.facts);
		for (const [role, row] of parties)
			row.fill(body.parties[role]);
		form.querySelector('select').focus();
	}
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const named = parties.map(([role, row]) => [role, row.read()]).filter(([, party]) => party);
		start({ facts: facts.read(), parties: Object.fromEntries(named) });
	});
	const title = h('h1', {});
	setText(title, '새 케이스');
	root.replaceChildren(h('main', { class: 'page' }, title, h('div', { class: 'examples' },
		...examples.map((e) => makeExample(e, () => start(withName(e.body())), () => fill(e)))), problem.el, reasons.el, form, makeReload(problem)));
	document.title = '새 케이스 · Assent';
	return () => {};
}
