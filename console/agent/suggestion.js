/* suggestion.js: what the engine proposes to the agent, whole: send, edit, own words, read out, skip; put it into the
 * message box here, or into another composer (state.composer), and say that it was sent there. */
import { actor, problemBox } from '../lib/acting.js';
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { canSendTo, state } from '../lib/state.js';
import { consentKinds, legalItems, purposes, roles, toldText, untilText } from '../lib/words.js';
import { kinds, makeEditor, makeSkip } from './editors.js';
import { makeUnlock } from './unlock.js';
import { makeWhy } from './why.js';
import w from './words.js';

function makeLegal() {
	const asks = h('p', {}), items = h('dl', {});
	const el = h('div', { class: 'legal' }, asks, h('details', {}, h('summary', {}, w.legal.kept), items));
	return { el, update(view, s) {
		const consent = s.question && view.consents.find((k) => k.subject === s.party && k.state === 'requested');
		setText(asks, consent ? w.legal.asksFor(consentKinds[consent.kind] ?? consent.kind) : w.legal.asks);
		keyed(items, Object.entries(s.legal), ([name]) => name, ([name, text]) => ({
			el: h('div', {}, h('dt', {}, legalItems[name] ?? name), h('dd', {}, text)), update() {} }));
		show(el, s.state !== 'blocked' && Object.keys(s.legal).length > 0);
	} };
}

function limitOf(view, s) {
	const wait = view.waits.find((one) => (s.question ? one.id === s.question : one.party === s.party && one.phrase === s.phrase));
	return wait && s.state === 'offered' ? untilText(wait.until) : '';
}

/* The ways in which this party can be told: by us, through the other composer, or by voice. One of them is the main one. */
function makeActs(use, open, insert) {
	const button = (label, onclick, name, cls = '') => h('button', { type: 'button', class: cls, 'data-act': name, onclick }, label);
	const put = button(w.suggestions.insert, insert, 'insert'), posted = button(w.suggestions.posted, () => open('posted'), 'posted', 'link');
	const sending = [button(w.suggestions.send, () => use({ act: 'send' }), 'send', 'primary'), button(w.suggestions.edit, () => open('edit'), 'edit'),
		button(w.suggestions.ownWords, () => open('own_words'), 'own_words')];
	const read = button(w.suggestions.readOut, () => use({ act: 'read_out' }), 'read_out');
	const other = h('p', { class: 'quiet', hidden: true });
	const el = h('div', { class: 'row acts' }, other, sending[0], sending[1], put, read, sending[2], posted, button(w.suggestions.skip, () => open('skip'), 'skip', 'link'));
	return { el, update(view, s) {
		const canSend = canSendTo(view.parties[s.party]), canPut = Boolean(state.composer?.isWith(view, s.party));
		setClass(put, canSend ? 'link' : 'primary');
		setText(put, canPut ? w.suggestions.insert : w.suggestions.insertHere);
		setClass(read, canSend || canPut ? '' : 'primary');
		sending.forEach((b) => show(b, canSend));
		show(put, canPut || canSend);
		show(posted, canPut);
		setText(other, canSend || canPut ? '' : w.suggestions.notPartner(roles[s.party]));
		show(other, !canSend && !canPut);
	} };
}

/* compose: the message box of this page (compose.js). done(): it was used. {el, update({view, s, now}), isBusy()} */
export function makeCard(caseId, first, compose, done) {
	const key = (kind) => `${caseId}:${first.id}:${kind}`;
	const to = h('strong', { class: 'to' }), purpose = h('span', { class: 'chip' });
	const draftMark = h('span', { class: 'chip draft', title: w.suggestions.draftHint }, w.suggestions.draft);
	const limit = h('span', { class: 'quiet limit' }), text = h('p', { class: 'words', lang: first.language });
	const reason = h('p', { class: 'reason' }), why = makeWhy(), legal = makeLegal(), unlock = makeUnlock();
	const el = h('article', { 'data-suggestion': first.id, tabindex: -1 });
	let latest = first, latestView = null, openKind = '', unwatch = null;
	const problem = problemBox((override) => sendTyped(openKind, override), key('override'));
	const perform = actor(caseId, `suggestion:${first.id}`, problem, el);
	/* What came by the stream meanwhile found it still open. */
	async function use(more) {
		const taken = await perform({ kind: 'suggestion', suggestion: first.id, ...more });
		if (taken) {
			if (more.act in editors)
				editors[more.act].area.drop();
			skip.drop();
			open('');
			done();
		}
		return taken;
	}

	const leave = () => {
		open('');
		el.focus();
	};
	const editors = Object.fromEntries(kinds.map((kind) => [kind, makeEditor(key(kind), kind, () => sendTyped(kind), leave)]));
	const skip = makeSkip(key('skip'), first, use, leave);

	async function sendTyped(kind, override) {
		const { area } = editors[kind];
		if (area.text())
			await use({ act: kind, text: area.text(), ...(override ? { override } : {}) });
	}
	/* What the agent sent is what stands in the conversation, where that can be read. */
	async function readPosted() {
		const posted = await state.composer.posted(latest.text);
		if (posted && openKind === 'posted' && !editors.posted.area.isUnsent())
			editors.posted.area.begin(posted);
	}
	async function insert() {
		problem.clear();
		if (!state.composer?.isWith(latestView, latest.party)) {
			compose.insert(latest);
			return;
		}
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
	/* By Escape, wherever in it the focus is. */
	el.addEventListener('keydown', (event) => {
		if (event.key !== 'Escape' || !openKind || event.isComposing)
			return;
		event.stopPropagation();
		leave();
	});
	const acts = makeActs(use, open, insert);
	el.append(h('header', { class: 'row' }, to, purpose, draftMark, limit), text, reason, unlock.el, legal.el, acts.el,
		...Object.values(editors).map((editor) => editor.el), skip.el, problem.el, why.el);
	for (const kind of kinds)
		if (editors[kind].area.isUnsent() && !openKind) {
			openKind = kind;
			editors[kind].area.begin('');
			show(editors[kind].el, true);
		}
	if (skip.isUnsent() && !openKind) {
		openKind = 'skip';
		show(skip.el, true);
	}

	function update({ view, s, now }) {
		const offered = s.state === 'offered' && view.status === 'open', blocked = s.state === 'blocked';
		latest = s;
		latestView = view;
		setClass(el, `suggestion ${offered ? 'offered' : s.state}${now ? ' now' : ''}`);
		setText(to, w.suggestions.to(roles[s.party]));
		setText(purpose, purposes[s.purpose] ?? s.purpose);
		show(draftMark, s.draft);
		setText(limit, limitOf(view, s));
		setText(text, s.text ?? (blocked ? w.suggestions.noText : w.erased));
		const told = toldText(s.reason_told, s.reason);
		setText(reason, blocked ? w.suggestions.blocked(told ?? '') : told);
		show(reason, Boolean(s.reason));
		unlock.update(s);
		legal.update(view, s);
		acts.update(view, s);
		show(acts.el, offered && openKind === '');
		if (!offered && openKind === 'skip') {
			skip.drop();
			open('');
		}
		for (const editor of Object.values(editors))
			editor.update(offered, blocked ? told : '');
		why.update(view, s);
	}
	return { el, update, isBusy: () => openKind !== '' };
}
