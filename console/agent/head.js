/* head.js: what a case is about, which steps are done and ahead, and how it ended. */
import { h, setClass, setText, show } from '../lib/dom.js';
import { dayText, outcomes, roles, statuses, timeText, toldText } from '../lib/words.js';
import { makeChecklist } from './checklist.js';
import { makeHelp } from './help.js';
import { makeParked } from './parked.js';
import w from './words.js';

function factsText(view) {
	const f = view.facts, trip = [f.origin, f.destination].filter(Boolean).join(' → ');
	const rider = { true: w.head.callerRides, false: w.head.otherRides }[f.caller_is_passenger];
	const inbound = f.inbound && f.inbound !== 'none' ? w.head.inbound(roles[f.inbound]) : '';
	return [toldText(view.topic_told), dayText(f.trip_date), trip, rider, f.booked_for_other ? w.head.booked : '', inbound].filter(Boolean).join(' · ');
}

/* {el, update(view)} */
export function makeHead(caseId) {
	const title = h('h1', {}), status = h('span', {}), facts = h('p', { class: 'facts' });
	const checklist = makeChecklist(caseId), help = makeHelp();
	const closed = h('div', { class: 'banner closed', role: 'status', hidden: true }), parked = makeParked();
	const el = h('header', { class: 'case-head' }, h('div', { class: 'row' }, title, status, help.button), facts, checklist.el, closed, parked.el, help.el);
	return { el, update(view) {
		setText(title, view.title);
		setClass(status, `chip status ${view.status}`);
		setText(status, statuses[view.status]);
		setText(facts, factsText(view));
		checklist.update(view);
		setText(closed, view.outcome ? w.head.closed(outcomes[view.outcome] ?? view.outcome, view.outcome, timeText(view.updated_at)) : '');
		show(closed, view.status === 'closed');
		parked.update(view);
	} };
}
