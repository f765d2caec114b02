/* allowed.js: "was it allowed then?", of one case. */
import { get } from '../lib/api.js';
import { explain, h, show } from '../lib/dom.js';
import { roles, toldText } from '../lib/words.js';
import w, { field, kindWord, placeOf, query, select, whoWord, wholeTime } from './parts.js';

const a = w.allowed;

function groundText(caseId, ground, at) {
	if (ground.inbound)
		return a.inbound(roles[ground.inbound]);
	if (ground.member)
		return a.member(roles[ground.member]);
	return h('a', { href: placeOf(caseId, ground.consent, at) }, a.consent(kindWord(ground.kind), whoWord(ground), wholeTime(ground.granted_at)));
}

function answered(caseId, found, at) {
	return [h('p', { class: found.allowed ? 'yes' : 'no' }, h('strong', {}, found.allowed ? a.yes : a.no), ` · ${wholeTime(found.as_of)}`),
		found.why && h('p', {}, toldText(found.why_told, found.why)), found.allowed && found.grounds.length === 0 && h('p', {}, a.noGrounds),
		found.grounds.length > 0 && h('ul', {}, ...found.grounds.map((g) => h('li', {}, groundText(caseId, g, at))))].filter(Boolean);
}

/* {el}: at(): the instant that the page looks at, '' now. */
export function makeAllowed(caseId, at) {
	let act = 'tell', party = 'passenger', of = 'caller';
	const boxes = Object.entries(a.classes).map(([name, label]) => [name, h('input', { type: 'checkbox', value: name, checked: name === 'trip' }), label]);
	const tells = h('fieldset', { class: 'classes' }, h('legend', {}, a.tells), ...boxes.map(([, box, label]) => h('label', {}, box, label)));
	const contactOf = field(a.contactOf, select(Object.entries(roles), of, (value) => { of = value; }));
	const result = h('div', { class: 'answer', role: 'status' }), problem = h('p', { class: 'problem', role: 'alert', hidden: true });
	const picked = () => boxes.filter(([, box]) => box.checked).map(([name]) => name);
	function draw() {
		show(tells, act === 'tell');
		show(contactOf, act === 'tell' && picked().includes('contact'));
	}
	tells.addEventListener('change', draw);
	async function submit(event) {
		event.preventDefault();
		show(problem, false);
		const isTell = act === 'tell', telling = picked();
		try {
			const found = await get(`/v1/cases/${encodeURIComponent(caseId)}/allowed${query({ act, party, tells: isTell ? telling.join(',') : '',
				contact_of: isTell && telling.includes('contact') ? of : '', as_of: at() })}`);
			result.replaceChildren(...answered(caseId, found, at()));
		} catch (error) {
			result.replaceChildren();
			explain(problem, error);
			show(problem, true);
		}
	}
	draw();
	return { el: h('section', { class: 'card allowed', 'aria-label': a.title }, h('h2', {}, a.title), h('p', { class: 'quiet' }, a.about),
		h('form', { class: 'row', onsubmit: submit }, field(a.act, select(Object.entries(a.acts), act, (value) => {
			act = value;
			draw();
		})), field(a.party, select(Object.entries(roles), party, (value) => { party = value; })), tells, contactOf, h('button', { type: 'submit' }, a.ask)), result, problem) };
}
