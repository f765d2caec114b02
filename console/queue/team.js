/* team.js: the agents who have the same case open. One of them writes; for the others all controls are off, everything can
 * be read, and one click takes over. Nobody's typed text is touched by that. */
import { problemBox } from '../lib/acting.js';
import { change, listenToCase } from '../lib/api.js';
import { h, setText, show } from '../lib/dom.js';
import { isAgent } from '../lib/state.js';
import words from './words.js';

const w = words.team;

/* What holds controls of who writes: all of a case are off together. */
export const makePen = (...parts) => h('fieldset', { class: 'pen' }, ...parts);

/* What to say of who is here; before: who wrote until now, you or another; null: nobody yet. */
function told({ people, writer }, before) {
	const others = people.filter((one) => !one.you).map((one) => one.name);
	if (!isAgent())
		return [writer && w.writes(writer.name), w.looksOn].filter(Boolean).join(' ');
	if (!writer)
		return w.comesBack;
	if (!writer.you)
		return before === 'you' ? w.tookOver(writer.name) : `${w.writes(writer.name)} ${w.readOnly}`;
	if (before === 'other')
		return w.yours;
	return others.length ? w.alsoHere(others) : '';
}

/* {el, listen(onCase, onLink)}. pens: of makePen. The line to the case tells of both, the case and its people. */
export function makeTeam(caseId, pens) {
	const path = `/v1/cases/${encodeURIComponent(caseId)}`;
	const said = h('span', {}), problem = problemBox();
	const take = h('button', { type: 'button', hidden: true, 'data-take': true }, w.take);
	const ledger = !isAgent() && h('a', { href: `#/ledger/${encodeURIComponent(caseId)}` }, w.ledger);
	const el = h('div', { class: 'team', hidden: true }, h('p', { role: 'status', 'aria-label': w.people }, said), take, ledger, problem.el);
	let writes = null, left = null; /* 'you', 'other'; null: not known yet. left: where the focus was */

	take.addEventListener('click', async () => {
		problem.clear();
		try {
			await change(`${path}/writer`, {});
		} catch (error) {
			problem.say(error);
		}
	});

	/* A control that goes off drops the focus: it waits on the one that brings it back. */
	function setPen(mine) {
		const focused = document.activeElement;
		if (pens[0].disabled === !mine)
			return;
		if (!mine)
			left = pens.some((pen) => pen.contains(focused)) ? focused : null;
		show(take, !mine && isAgent());
		for (const pen of pens)
			pen.disabled = !mine;
		if (!mine && left)
			take.focus();
		else if (mine && left?.isConnected && [take, document.body].includes(document.activeElement))
			left.focus();
	}
	function onPeople(now) {
		const mine = isAgent() && (!now.writer || now.writer.you), text = told(now, writes);
		show(el, Boolean(text));
		setText(said, text);
		el.classList.toggle('reads', !mine);
		setPen(mine);
		writes = !now.writer ? writes : mine ? 'you' : 'other';
	}
	if (!isAgent())
		setPen(false);
	const streamPath = () => `/v1/stream?case=${encodeURIComponent(caseId)}${writes === 'other' ? '&as=reader' : ''}`;
	return { el, listen: (onCase, onLink) => listenToCase(streamPath, onCase, { people: onPeople }, onLink) };
}
