/* start.js: a case for this ticket: the form, filled from the ticket's fields as the app's settings map them. */
import { keepForm, problemBox } from '../lib/acting.js';
import { h, setText, show } from '../lib/dom.js';
import { factWord, makeFacts, makePartyRow, makeStarter } from '../queue/start.js';
import { openCase } from '../lib/state.js';
import { roles } from '../lib/words.js';
import w from './words.js';
import { settings, ticketFields } from './zendesk.js';

const switches = { true: true, yes: true, 1: true, false: false, no: false, 0: false };
const booleans = ['caller_is_passenger', 'booked_for_other'];

/* 360001 -> its custom field; "ticket.subject" -> that. */
function pathOf(field) {
	if (/^\d+$/.test(String(field)))
		return `ticket.customField:custom_field_${field}`;
	return /^ticket\.[\w.:]+$/.test(String(field)) ? String(field) : null;
}

function valueOf(name, rule, raw) {
	const text = String(rule.values?.[raw] ?? raw).trim();
	if (booleans.includes(name))
		return switches[text.toLowerCase()];
	return name === 'trip_date' ? /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] : text;
}

/* The setting "facts": {"topic": {"field": 360001, "values": {"t_fare": "fare"}}, "trip_date": 360002, "caller.phone": ...} */
function rulesOf(text) {
	const rules = Object.entries(JSON.parse(text || '{}')).map(([name, given]) => [name, typeof given === 'object' && given ? given : { field: given }])
		.map(([name, rule]) => [name, { ...rule, path: pathOf(rule.field) }]);
	const wrong = rules.find(([, rule]) => !rule.path);
	if (wrong)
		throw new Error(`${wrong[0]}: field`);
	return rules;
}

/* {facts, phones: {role: number}} as the ticket has them; unfit: names of what cannot be used; problem: why nothing could
 * be read. */
async function fromTicket() {
	const out = { facts: {}, phones: {}, unfit: [], problem: '' };
	try {
		const rules = rulesOf((await settings()).facts);
		const values = rules.length ? await ticketFields(rules.map(([, rule]) => rule.path)) : {};
		for (const [name, rule] of rules) {
			const raw = values[rule.path] ?? '', value = raw === '' ? undefined : valueOf(name, rule, raw);
			if (value === undefined)
				out.unfit.push(...(raw === '' ? [] : [name]));
			else if (name.endsWith('.phone'))
				out.phones[name.split('.')[0]] = value;
			else
				out.facts[name] = value;
		}
	} catch (error) {
		out.problem = w.notRead(error.message);
	}
	return out;
}

/* {el}: desk = {platform, address} of the ticket; find() -> the case that it has by now, or null; go(id). */
export function makeStart(desk, agentName, find, go) {
	const facts = makeFacts(agentName), rows = Object.keys(roles).map((role) => [role, makePartyRow(role, false)]);
	const problem = problemBox(), hint = h('p', { class: 'quiet', role: 'status', hidden: true });
	const { reasons, start } = makeStarter(async (body) => {
		const id = await find() ?? (await openCase({ ...body, desk })).case;
		kept.drop();
		go(id);
	}, problem);
	const form = h('form', { class: 'start-form' }, facts.el, h('h3', {}, w.parties), ...rows.map(([, row]) => row.el),
		problem.el, reasons.el, h('button', { type: 'submit', class: 'primary' }, w.start)), kept = keepForm(form, `start:${desk.address}`);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const parties = rows.map(([role, row]) => [role, row.read()]).filter(([, party]) => party)
			.map(([role, { mode: _, ...party }]) => [role, party]);
		start({ facts: facts.read(), parties: Object.fromEntries(parties) });
	});
	fromTicket().then((found) => {
		if (kept.isUnsent())
			return;
		const unfit = [...found.unfit, ...(Object.keys(found.facts).length ? facts.fill(found.facts) : [])].map(factWord);
		for (const [role, row] of rows)
			if (found.phones[role])
				row.fill({ phone: found.phones[role], member: role === 'caller' });
		setText(hint, found.problem || (unfit.length ? w.unfit(unfit.join(', ')) : ''));
		show(hint, Boolean(hint.textContent));
	});
	return { el: h('section', { 'aria-label': w.another }, h('h2', {}, w.startTitle), hint, form) };
}
