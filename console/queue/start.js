/* start.js: a new case: one click on a prepared one, or the form of its own. Where no single flow fits, the agent chooses. */
import { keepForm, problemBox } from '../lib/acting.js';
import { h, setText, show } from '../lib/dom.js';
import { examples } from './examples.js';
import { openCase, reloadFlows, state } from '../lib/state.js';
import { languages, modes, roles, toldText } from '../lib/words.js';
import { makeOffer } from './tour.js';
import words from './words.js';

const w = words.start;

function field(label, control) {
	return h('label', { class: 'field' }, h('span', {}, label), control);
}

function choice(name, options) {
	return h('select', { name }, ...Object.entries(options).map(([value, label]) => h('option', { value }, label)));
}

/* withMode: whether a bot may serve this party. */
export function makePartyRow(role, withMode = true) {
	const here = h('input', { type: 'checkbox', name: `${role}.here`, checked: role === 'caller', disabled: role === 'caller' });
	const member = choice(`${role}.member`, { true: w.member, false: w.nonMember });
	const phone = h('input', { type: 'tel', name: `${role}.phone`, maxlength: 20, placeholder: w.phoneHint, 'aria-label': w.phoneOf(roles[role]) });
	const mode = choice(`${role}.mode`, modes);
	const language = choice(`${role}.language`, languages);
	member.setAttribute('aria-label', w.memberOf(roles[role]));
	mode.setAttribute('aria-label', w.modeOf(roles[role]));
	language.setAttribute('aria-label', w.languageOf(roles[role]));
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

export const factWord = (name) => w.facts[name] ?? name;

/* What the guide's first question needs is required: without it the case would be parked at once. */
export function makeFacts(agentName = state.session.person) {
	const inboundOptions = { none: w.noInbound, ...roles };
	const controls = {
		topic: choice('topic', state.topics),
		trip_date: h('input', { type: 'date', name: 'trip_date', required: true }),
		origin: h('input', { name: 'origin', maxlength: 100, required: true, placeholder: w.originHint }),
		destination: h('input', { name: 'destination', maxlength: 100, required: true, placeholder: w.destinationHint }),
		caller_is_passenger: choice('caller_is_passenger', { '': w.unknown, true: w.self, false: w.someone }),
		booked_for_other: choice('booked_for_other', { '': w.unknown, true: w.used, false: w.notUsed }),
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
	const el = h('div', { class: 'reasons', role: 'alert', 'aria-label': w.reasons, hidden: true }, h('h2', {}, w.reasons),
		h('p', {}, w.reasonsAbout), list);
	return { el, hide: () => show(el, false), say(reasons) {
		list.replaceChildren(...reasons.map((r) => h('li', { 'data-flow': r.flow },
			h('div', { class: 'row' }, h('strong', {}, r.title), h('span', { class: `chip ${r.fits ? 'granted' : ''}` }, r.fits ? w.fits : w.fitsNot)),
			h('p', { class: 'quiet' }, r.why_told.map((one) => toldText(one)).join(' ')), h('button', { type: 'button', onclick: () => startWith(r.flow) }, w.withThis))));
		show(el, true);
		el.scrollIntoView({ block: 'nearest' });
	} };
}

function makeExample(example, start, fill) {
	return h('article', { class: 'card example', 'data-example': example.name },
		h('p', { class: 'chip' }, w.guide(example.name)), h('h2', {}, example.title), h('p', {}, example.about),
		h('div', { class: 'row' }, h('button', { type: 'button', class: 'primary', onclick: start }, w.now),
			h('button', { type: 'button', onclick: fill }, w.edit)));
}

/* For the flow designer: what was changed in flows/ is in force for the next case. */
function makeReload(problem) {
	const told = h('span', { class: 'quiet', role: 'status' });
	const button = h('button', { type: 'button', class: 'link' }, w.reload);
	button.addEventListener('click', async () => {
		problem.clear();
		setText(told, '');
		try {
			await reloadFlows();
			setText(told, w.reloaded);
		} catch (error) {
			if (error.code === 'conflict')
				setText(told, w.deployed);
			else
				problem.say(error);
		}
	});
	return h('div', { class: 'row' }, button, told);
}

/* {reasons, start(body)}: never two at once. open(body) starts a case of it; where no single flow fits, the agent chooses. */
export function makeStarter(open, problem) {
	const reasons = makeReasons((flow) => start({ ...asked, flow }));
	let asked = null, starting = false;

	async function start(body) {
		if (starting)
			return;
		starting = true;
		problem.clear();
		reasons.hide();
		try {
			asked = body;
			await open(body);
		} catch (error) {
			if (error.more?.reasons) {
				reasons.say(error.more.reasons);
			} else {
				problem.say(error);
				problem.el.scrollIntoView({ block: 'nearest' });
			}
		} finally {
			starting = false;
		}
	}
	return { reasons, start };
}

/* A page of app.js. */
export function openPage(root) {
	const problem = problemBox();
	const { reasons, start } = makeStarter(async (body) => {
		const begun = await openCase(body);
		kept.drop();
		location.hash = `#/case/${encodeURIComponent(begun.case)}`;
	}, problem);
	const facts = makeFacts(), parties = Object.keys(roles).map((role) => [role, makePartyRow(role)]);
	const button = h('button', { type: 'submit', class: 'primary' }, w.go);
	const form = h('form', { class: 'card start-form' }, h('h2', {}, w.own), facts.el, h('h3', {}, w.parties),
		...parties.map(([, row]) => row.el), h('div', { class: 'row' }, button)), kept = keepForm(form, 'start');

	function withName(body) {
		return { ...body, facts: { ...body.facts, agent_name: state.session.person } };
	}
	function fill(example) {
		const body = example.body();
		facts.fill(body.facts);
		for (const [role, row] of parties)
			row.fill(body.parties[role]);
		kept.keep();
		form.querySelector('select').focus();
	}
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const named = parties.map(([role, row]) => [role, row.read()]).filter(([, party]) => party);
		start({ facts: facts.read(), parties: Object.fromEntries(named) });
	});
	root.replaceChildren(h('main', { class: 'page' }, h('h1', {}, w.title), makeOffer(problem), h('div', { class: 'examples' },
		...examples.map((e) => makeExample(e, () => start(withName(e.body())), () => fill(e)))), problem.el, reasons.el, form, state.session.roles.includes('designer') && makeReload(problem)));
	document.title = `${w.title} · Assent`;
	return () => {};
}
