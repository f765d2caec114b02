/* chat.js: one party's telephone, played by whoever tries the product out; in Zendesk's sidebar only to be read. */
import { actor, draftArea, problemBox } from '../lib/acting.js';
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { state } from '../lib/state.js';
import { asSubject, deliveries, languages, modes, phoneText, timeText } from '../lib/words.js';

const NEAR_END_PX = 60;

const senders = { party: '', agent: '상담사', engine: '자동 안내' };

function makeBubble(press) {
	const from = h('span', { class: 'from' });
	const text = h('p', { class: 'text' });
	const buttons = h('div', { class: 'choices' });
	const foot = h('span', { class: 'foot' });
	const reason = h('span', { class: 'foot' });
	const el = h('li', {}, from, text, buttons, foot, reason);
	function update(message) {
		const spoken = message.delivery === 'spoken';
		setClass(el, `bubble ${message.from === 'party' ? 'mine' : 'theirs'}${spoken ? ' spoken' : ''}`);
		setText(from, spoken ? `${senders[message.from]} · 통화` : senders[message.from]);
		show(from, message.from !== 'party');
		setText(text, message.text ?? '지워진 내용입니다');
		keyed(buttons, state.composer ? [] : message.buttons, (b) => b.id, (b) => {
			const button = h('button', { type: 'button', 'data-choice': b.id,
				onclick: () => press(message.question, b.id) });
			return { el: button, update: (now) => setText(button, now.label) };
		});
		const delivery = deliveries[message.delivery] ?? message.delivery;
		setText(foot, [timeText(message.at), spoken ? '' : delivery].filter(Boolean).join(' · '));
		const bad = ['unknown', 'dead', 'held'].includes(message.delivery);
		for (const part of [foot, reason]) part.classList.toggle('bad', bad);
		setText(reason, message.reason);
		show(reason, Boolean(message.reason));
	}
	return { el, update };
}

function makeComposer(caseId, role) {
	const problem = problemBox();
	const input = draftArea(`${caseId}:${role}`, '메시지', { rows: 1, placeholder: '메시지 입력' });
	const send = h('button', { type: 'submit', class: 'primary' }, '전송');
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
	const empty = h('p', { class: 'quiet empty' }, '아직 나눈 말이 없습니다.');
	const composer = makeComposer(caseId, role);
	const elsewhere = h('p', { class: 'quiet elsewhere', hidden: true });
	const screen = h('div', { class: 'screen', tabindex: 0 }, empty, log);
	const el = h('section', { class: 'phone', 'data-party': role },
		h('header', {}, h('div', { class: 'row' }, title, about), played), screen, composer.el, elsewhere);
	const buttons = actor(caseId, `button:${role}`, composer.problem, list);
	const press = (question, choice) => buttons({ kind: 'button', party: role, question, choice });

	function update(view) {
		const party = view.parties[role], mine = view.messages.filter((m) => m.party === role);
		const atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < NEAR_END_PX;
		const before = list.childElementCount;
		const here = party.platform === 'console' && !state.composer;
		const where = party.platform === 'console' ? '이 화면 밖' : party.platform;
		setText(title, party.word);
		setText(about, [party.member ? '회원' : '비회원', phoneText(party.phone), party.mode === 'bot' ? `${modes.bot} 응대` : '',
			party.language === 'ko' ? '' : languages[party.language]]
			.filter(Boolean).join(' · '));
		setText(played, here ? `체험: ${party.word} 역할` : `${where}에서 대화 중`);
		el.setAttribute('aria-label', here ? `${party.word}의 전화 (체험)` : `${party.word}의 대화`);
		log.setAttribute('aria-label', `${asSubject(party.word)} 보는 대화`);
		show(empty, mine.length === 0);
		keyed(list, mine, (m) => m.id, () => makeBubble(press));
		if (before !== list.childElementCount && (atEnd || before === 0))
			toEnd();
		show(composer.el, here && view.status !== 'closed');
		setText(elsewhere, view.status === 'closed' ? '종료된 케이스입니다.' : '이분의 말은 그 창구로 들어옵니다.');
		show(elsewhere, !state.composer && (!here || view.status === 'closed'));
	}
	function toEnd() {
		screen.scrollTop = screen.scrollHeight;
	}
	return { el, update, toEnd };
}
