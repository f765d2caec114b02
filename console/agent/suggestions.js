/* suggestions.js: what the engine proposes to the agent, newest first: send, edit, own words, read out, skip; beside
 * another composer (state.composer) also: put it in there, and say that it was sent there. */
import { actor, draftArea, problemBox } from '../lib/acting.js';
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { canSendTo, drafts, state } from '../lib/state.js';
import { consentKinds, legalItems, purposes, roles, suggestionStates, timeText, untilText } from '../lib/words.js';

const editorsOf = { edit: '고쳐서 보내기', own_words: '자기 말로 보내기', posted: '직접 보낸 글' };
const goesOf = { edit: '고친 글 보내기', own_words: '이 글 보내기', posted: '보냈음' };

/* The textarea of "edit", "own_words" or "posted". */
function makeEditor(key, kind, send, close) {
	const area = draftArea(key, editorsOf[kind], { rows: 4 });
	const go = h('button', { type: 'button', class: 'primary' }, goesOf[kind]);
	const cancel = h('button', { type: 'button' }, '그만두기');
	const late = h('p', { class: 'quiet late', hidden: true }, '이제 보낼 수 없는 제안입니다. 쓰신 글은 남겨 두었습니다.');
	const told = h('p', { class: 'quiet' }, 'Zendesk 입력창에서 보내신 뒤에, 실제로 보낸 글이 아래와 같은지 보고 ‘보냈음’을 눌러 주세요. 기록에는 이 글이 남습니다.');
	const el = h('div', { class: 'editor', hidden: true, 'data-editor': kind }, kind === 'posted' && told, area.el, late, h('div', { class: 'row' }, go, cancel));
	go.addEventListener('click', () => send());
	cancel.addEventListener('click', () => {
		area.drop();
		close();
	});
	return { el, area, update(open) {
		show(go, open);
		show(late, !open);
	} };
}

/* To skip a question ends it; to skip asking it again leaves it open. One that was asked by telephone stays open too: a
 * notice only where it was read out as it stands. */
function makeSkip(first, use, close) {
	const endsQuestion = first.question && first.purpose !== 'reask', asked = first.purpose === 'consent' ? 'read_out' : 'asked';
	const hint = endsQuestion ? '이유 (묻지 않으면 무응답이 됩니다)' : '이유 (예: 이미 통화로 안내함)';
	const reason = h('input', { type: 'text', maxlength: 300, placeholder: hint, 'aria-label': '건너뛰는 이유' });
	const go = h('button', { type: 'button' }, '건너뛰기');
	const already = endsQuestion && h('button', { type: 'button', 'data-act': asked, title: '건너뛰지 않고, 들으신 답을 기다립니다.',
		onclick: () => use({ act: asked }) }, asked === 'asked' ? '통화로 이미 물었음' : '통화로 이미 읽어 줌');
	const el = h('div', { class: 'editor row', hidden: true, 'data-editor': 'skip' }, already, reason, go,
		h('button', { type: 'button', onclick: close }, '그만두기'));
	go.addEventListener('click', () => (reason.value.trim() ? use({ act: 'skip', reason: reason.value.trim() }) : reason.focus()));
	return { el, focus: () => reason.focus() };
}

function makeLegal() {
	const asks = h('p', {});
	const items = h('dl', {});
	const el = h('div', { class: 'legal' }, asks, h('details', {}, h('summary', {}, '고쳐도 지울 수 없는 부분'), items));
	return { el, update(view, s) {
		const consent = s.question && view.consents.find((k) => k.subject === s.party && k.state === 'requested');
		const kind = consent ? consentKinds[consent.kind] : '';
		setText(asks, kind ? `이 안내는 ${kind} 동의를 묻습니다.` : '이 안내는 동의를 묻습니다.');
		keyed(items, Object.entries(s.legal), ([name]) => name, ([name, text]) => ({
			el: h('div', {}, h('dt', {}, legalItems[name] ?? name), h('dd', {}, text)), update() {} }));
		show(el, Object.keys(s.legal).length > 0);
	} };
}

/* Which rule of which flow at which step made it: what view and suggestion tell of that. */
function makeWhy() {
	const rows = h('dl', {}), place = h('span', { class: 'quiet why' });
	const el = h('details', { class: 'because' }, h('summary', {}, '왜 이 제안인가요? ', place), rows);
	return { el, update(view, s) {
		const at = s.why ? `${s.why.file}:${s.why.line}` : '';
		const told = { 흐름: view.title, 단계: s.state === 'offered' ? view.step : null, 문구: s.phrase, '흐름의 줄': at, 질문: s.question };
		setText(place, at);
		keyed(rows, Object.entries(told).filter(([, text]) => text), ([name]) => name, ([name]) => {
			const text = h('dd', {});
			return { el: h('div', {}, h('dt', {}, name), text), update: ([, now]) => setText(text, now) };
		});
		show(el, Boolean(s.why));
	} };
}

function limitOf(view, s) {
	const wait = view.waits.find((w) => (s.question ? w.id === s.question : w.party === s.party && w.phrase === s.phrase));
	return wait && s.state === 'offered' ? untilText(wait.until) : '';
}

/* The ways in which this party can be told: by us, through the other composer, or by voice. */
function makeActs(use, open, insert) {
	const button = (label, onclick, name, cls = '') => h('button', { type: 'button', class: cls, 'data-act': name, onclick }, label);
	const put = button('입력창에 넣기', insert, 'insert'), posted = button('보냈음…', () => open('posted'), 'posted', 'link');
	const sending = [button('보내기', () => use({ act: 'send' }), 'send', 'primary'), button('고쳐서 보내기', () => open('edit'), 'edit'),
		button('자기 말로', () => open('own_words'), 'own_words')];
	const other = h('p', { class: 'quiet', hidden: true });
	const el = h('div', { class: 'row acts' }, other, put, sending[0], sending[1], button('읽어 줌', () => use({ act: 'read_out' }), 'read_out'), sending[2],
		posted, button('건너뛰기', () => open('skip'), 'skip', 'link'));
	return { el, update(view, s) {
		const canSend = canSendTo(view.parties[s.party]), canPut = Boolean(state.composer?.isWith(view, s.party));
		setClass(put, canSend ? '' : 'primary');
		sending.forEach((b) => show(b, canSend));
		[put, posted].forEach((b) => show(b, canPut));
		setText(other, canSend || canPut ? '' : `이 대화의 상대가 아닙니다. ${roles[s.party]}에게는 통화로 읽어 주신 뒤에 ‘읽어 줌’을 눌러 주세요.`);
		show(other, !canSend && !canPut);
	} };
}

function makeCard(caseId, first) {
	const key = (kind) => `${caseId}:${first.id}:${kind}`;
	const to = h('strong', { class: 'to' }), purpose = h('span', { class: 'chip' });
	const draftMark = h('span', { class: 'chip draft', title: '가이드에 없어 새로 쓴 문구입니다. 확인이 필요합니다.' }, '초안 문구');
	const limit = h('span', { class: 'quiet limit' }), text = h('p', { class: 'words' });
	const reason = h('p', { class: 'reason' }), why = makeWhy();
	const legal = makeLegal();
	const el = h('article', { 'data-suggestion': first.id });
	let latest = first;
	const problem = problemBox((why) => sendTyped(openKind, why));
	const perform = actor(caseId, `suggestion:${first.id}`, problem, el);
	const use = (more) => perform({ kind: 'suggestion', suggestion: first.id, ...more });
	let openKind = '';

	const editors = {};
	for (const kind of Object.keys(editorsOf))
		editors[kind] = makeEditor(key(kind), kind, () => sendTyped(kind), () => open(''));
	const skip = makeSkip(first, use, () => open(''));

	async function sendTyped(kind, override) {
		const { area } = editors[kind];
		if (area.text() && await use({ act: kind, text: area.text(), ...(override ? { override } : {}) })) {
			area.drop();
			open('');
		}
	}
	/* What the agent sent is what stands in the conversation, where that can be read. */
	async function readPosted() {
		const text = await state.composer.posted(latest.text);
		if (text && openKind === 'posted' && !editors.posted.area.isUnsent())
			editors.posted.area.begin(text);
	}
	let unwatch = null;
	async function insert() {
		problem.clear();
		try {
			await state.composer.insert(latest.text);
			open('posted');
		} catch (error) {
			problem.say(error);
		}
	}
	function open(kind) {
		openKind = kind;
		unwatch?.();
		unwatch = kind === 'posted' ? state.composer?.watch(readPosted) : null;
		problem.settle();
		for (const [name, editor] of Object.entries(editors))
			show(editor.el, name === kind);
		show(skip.el, kind === 'skip');
		show(acts.el, kind === '' && latest.state === 'offered');
		if (kind in editors) {
			editors[kind].area.begin(kind === 'own_words' ? '' : latest.text ?? '');
			editors[kind].area.el.focus();
		} else if (kind === 'skip') {
			skip.focus();
		}
	}
	const acts = makeActs(use, open, insert);
	el.append(h('header', { class: 'row' }, to, purpose, draftMark, limit), text, reason, legal.el, acts.el,
		...Object.values(editors).map((editor) => editor.el), skip.el, problem.el, why.el);
	for (const kind of Object.keys(editorsOf))
		if (editors[kind].area.isUnsent() && !openKind)
			openAgain(kind);
	function openAgain(kind) {
		openKind = kind;
		editors[kind].area.begin('');
		show(editors[kind].el, true);
	}

	function update({ view, s }) {
		const offered = s.state === 'offered' && view.status === 'open';
		latest = s;
		setClass(el, `suggestion ${offered ? 'offered' : s.state}`);
		setText(to, `${roles[s.party]}에게`);
		setText(purpose, purposes[s.purpose] ?? s.purpose);
		show(draftMark, s.draft);
		setText(limit, limitOf(view, s));
		setText(text, s.text ?? (s.state === 'blocked' ? '동의가 없어 글을 만들지 않았습니다.' : '지워진 내용입니다'));
		setText(reason, s.state === 'blocked' ? `보낼 수 없습니다: ${s.reason ?? ''}` : s.reason);
		show(reason, Boolean(s.reason));
		legal.update(view, s);
		acts.update(view, s);
		show(acts.el, offered && openKind === '');
		if (!offered)
			show(skip.el, false);
		for (const editor of Object.values(editors))
			editor.update(offered);
		why.update(view, s);
	}
	return { el, update };
}

function makePast() {
	const head = h('span', {}), text = h('p', { class: 'words' });
	const el = h('li', {}, head, text);
	return { el, update(s) {
		const state = [suggestionStates[s.state] ?? s.state, s.reason].filter(Boolean).join(': ');
		setText(head, `${timeText(s.at)} · ${roles[s.party]} · ${state}`);
		setText(text, s.text ?? '');
	} };
}

/* Stays on the desk: what can be used, what is blocked, and what the agent is still writing in. */
function isOnDesk(caseId, s) {
	return s.state === 'offered' || s.state === 'blocked' ||
		Object.keys(editorsOf).some((kind) => drafts.get(`${caseId}:${s.id}:${kind}`) !== null);
}

/* {el, update(view)} */
export function makeSuggestions(caseId) {
	const list = h('div', { class: 'cards', 'aria-live': 'polite', 'aria-relevant': 'additions' });
	const none = h('p', { class: 'quiet empty' }, '지금은 제안이 없습니다.');
	const past = h('ol', { class: 'past' }), count = h('summary', {});
	const pastBox = h('details', {}, count, past);
	const el = h('section', { 'aria-label': '제안' }, h('h3', {}, '제안'), none, list, pastBox);
	return { el, update(view) {
		const newest = view.suggestions.toReversed();
		const onDesk = newest.filter((s) => isOnDesk(caseId, s));
		const gone = newest.filter((s) => !onDesk.includes(s));
		keyed(list, onDesk.map((s) => ({ view, s })), ({ s }) => s.id, ({ s }) => makeCard(caseId, s));
		keyed(past, gone, (s) => s.id, makePast);
		show(none, onDesk.length === 0);
		show(pastBox, gone.length > 0);
		setText(count, `지난 제안 ${gone.length}개`);
	} };
}
