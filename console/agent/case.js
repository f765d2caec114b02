/* case.js: one case: the caller's telephone, the agent's desk, the third party's telephone; live by the case's stream. */
import { get } from '../lib/api.js';
import { h, keyed, setText, show } from '../lib/dom.js';
import { roles, sentence, thirdParties } from '../lib/words.js';
import { makeChat } from './chat.js';
import { makeDesk } from './desk.js';
import { listenToKeys } from './keys.js';
import w from './words.js';

const CLOCK_MS = 20 * 1000;

/* The telephones of third parties and the driver: a tab each where there are several. */
function makeOthers(caseId) {
	const tabs = h('div', { class: 'tabs', role: 'group', 'aria-label': w.chat.others });
	const panes = h('div', { class: 'panes' });
	const none = h('p', { class: 'quiet empty nobody' }, w.chat.nobody);
	const el = h('div', { class: 'others' }, tabs, none, panes);
	let chosen = null, latest = null;
	function makeTab(role) {
		const tab = h('button', { type: 'button', onclick: () => {
			chosen = role;
			update(latest);
		} }, roles[role]);
		return { el: tab, update: () => tab.setAttribute('aria-pressed', String(role === chosen)) };
	}
	function makePane(role) {
		const chat = makeChat(caseId, role);
		return { el: chat.el, update() {
			const turnsUp = chat.el.hidden && role === chosen;
			show(chat.el, role === chosen);
			chat.update(latest);
			if (turnsUp)
				chat.toEnd();
		} };
	}
	function update(view) {
		const here = [...thirdParties, 'driver'].filter((r) => view.parties[r]);
		latest = view;
		if (!here.includes(chosen))
			chosen = here[0] ?? null;
		keyed(tabs, here, (r) => r, makeTab);
		keyed(panes, here, (r) => r, makePane);
		show(tabs, here.length > 1);
		show(none, here.length === 0);
	}
	return { el, update };
}

/* A page of app.js. */
export const sheets = ['agent/case.css'];
export function openPage(root, [id], onLink) {
	const caller = makeChat(id, 'caller'), desk = makeDesk(id), others = makeOthers(id);
	const loading = h('p', { class: 'loading' }, w.loading);
	const el = h('div', { class: 'case', hidden: true }, caller.el, desk.el, others.el);
	let last = null;
	root.replaceChildren(loading, el);
	function update(view) {
		last = view;
		show(loading, false);
		show(el, true);
		for (const part of [caller, desk, others])
			part.update(view);
		document.title = `${view.title} · Assent`;
	}
	const deaf = listenToKeys(), ticking = setInterval(() => last && update(last), CLOCK_MS); /* time limits run down */
	let stop = () => {}, left = false;
	get(`/v1/cases/${encodeURIComponent(id)}`).then((view) => {
		if (left)
			return;
		update(view);
		stop = desk.listen(update, onLink);
	}, (error) => {
		setText(loading, sentence(error));
		loading.setAttribute('role', 'alert');
	});
	return () => {
		left = true;
		clearInterval(ticking);
		deaf();
		stop();
	};
}
