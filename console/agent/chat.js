/* chat.js: one party's telephone, played by whoever tries the product out; in Zendesk's sidebar only to be read. */
import { actor, draftArea, problemBox } from '../lib/acting.js';
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { isAgent, state } from '../lib/state.js';
import { asSubject, deliveries, languages, modes, phoneText, roles, timeText, toldText } from '../lib/words.js';
import w from './words.js';

const NEAR_END_PX = 60;

/* Somebody who tries the product out plays people here: in this page alone, and as an agent. */
const isPlayed = () => !state.composer && isAgent();

const senders = w.chat.from;

/* tongue: the language of the person's words and of ours to the person. dayNow(): today, by which times are written: the same
 * message on the same day is drawn already, and there may be thousands. */
function makeBubble(press, tongue, dayNow) {
	const from = h('span', { class: 'from' });
	const text = h('p', { class: 'text', lang: tongue });
	const buttons = h('div', { class: 'choices' });
	const foot = h('span', { class: 'foot' });
	const reason = h('span', { class: 'foot' });
	const el = h('li', {}, from, text, buttons, foot, reason);
	let drawn = null, day = '';
	function update(message) {
		if (message === drawn && day === dayNow())
			return;
		drawn = message;
		day = dayNow();
		const spoken = message.delivery === 'spoken';
		setClass(el, `bubble ${message.from === 'party' ? 'mine' : 'theirs'}${spoken ? ' spoken' : ''}`);
		setText(from, spoken ? w.chat.spoken(senders[message.from]) : senders[message.from]);
		show(from, message.from !== 'party');
		setText(text, message.text ?? w.erased);
		keyed(buttons, isPlayed() ? message.buttons : [], (b) => b.id, (b) => {
			const button = h('button', { type: 'button', 'data-choice': b.id,
				onclick: () => press(message.question, b.id) });
			return { el: button, update: (now) => setText(button, now.label) };
		});
		const delivery = deliveries[message.delivery] ?? message.delivery;
		setText(foot, [timeText(message.at), spoken ? '' : delivery, w.trouble.decided[message.resolved]].filter(Boolean).join(' · '));
		const bad = ['unknown', 'dead', 'held'].includes(message.delivery);
		for (const part of [foot, reason]) part.classList.toggle('bad', bad);
		setText(reason, toldText(message.reason_told, message.reason));
		show(reason, Boolean(message.reason));
	}
	return { el, update };
}

function makeComposer(caseId, role) {
	const problem = problemBox();
	const input = draftArea(`${caseId}:${role}`, w.chat.message, { rows: 1, placeholder: w.chat.hint });
	const send = h('button', { type: 'submit', class: 'primary' }, w.chat.send);
	const form = h('form', { class: 'composer' }, input.el, send);
	const el = h('div', {}, problem.el, form);
	const perform = actor(caseId, `message:${role}`, problem, form);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		if (input.text() && await perform({ kind: 'message', party: role, text: input.text() }))
			input.drop();
	});
	input.el.addEventListener('keydown', (event) => {
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			form.requestSubmit();
		}
	});
	return { el, problem };
}

/* {el, update(view), toEnd()} for the party of that role. */
export function makeChat(caseId, role) {
	const title = h('h2', {});
	const about = h('span', { class: 'quiet' });
	const played = h('p', { class: 'played' });
	const list = h('ol', { class: 'bubbles' }), log = h('div', { role: 'log', 'aria-live': 'polite' }, list);
	const empty = h('p', { class: 'quiet empty' }, w.chat.none);
	const composer = makeComposer(caseId, role);
	const elsewhere = h('p', { class: 'quiet elsewhere', hidden: true });
	const screen = h('div', { class: 'screen', tabindex: 0 }, empty, log);
	const el = h('section', { class: 'phone', 'data-party': role },
		h('header', {}, h('div', { class: 'row' }, title, about), played), screen, composer.el, elsewhere);
	const buttons = actor(caseId, `button:${role}`, composer.problem, list);
	let day = '';
	const press = (question, choice) => buttons({ kind: 'button', party: role, question, choice });

	function update(view) {
		const party = view.parties[role], mine = view.messages.filter((m) => m.party === role);
		const atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < NEAR_END_PX;
		const before = list.childElementCount;
		day = new Date().toDateString();
		const here = party.platform === 'console' && isPlayed();
		const word = roles[role];
		const where = party.platform !== 'console' ? party.platform : state.composer ? w.chat.outside : '';
		setText(title, word);
		setText(about, [party.member ? w.tools.member : w.tools.guest, phoneText(party.phone), party.mode === 'bot' ? w.chat.served(modes.bot) : '',
			party.language === 'ko' ? '' : languages[party.language]]
			.filter(Boolean).join(' · '));
		setText(played, here ? w.chat.plays(word) : where && w.chat.at(where));
		show(played, Boolean(here || where));
		el.setAttribute('aria-label', here ? w.chat.phone(word) : w.chat.talk(word));
		log.setAttribute('aria-label', w.chat.sees(asSubject(word)));
		show(empty, mine.length === 0);
		keyed(list, mine, (m) => m.id, () => makeBubble(press, party.language, () => day));
		if (before !== list.childElementCount && (atEnd || before === 0))
			toEnd();
		show(composer.el, here && view.status !== 'closed');
		setText(elsewhere, view.status === 'closed' ? w.chat.closed : w.chat.elsewhere);
		show(elsewhere, isPlayed() && (!here || view.status === 'closed'));
	}
	function toEnd() {
		screen.scrollTop = screen.scrollHeight;
	}
	return { el, update, toEnd };
}
