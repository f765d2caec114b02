/* desk.js: the agent's part of a case, from what is to be done now down to what is there to be looked up. */
import { h } from '../lib/dom.js';
import { isAgent } from '../lib/state.js';
import { makeCompose } from './compose.js';
import { makeConsents } from './consents.js';
import { makePen, makeTeam } from '../queue/team.js';
import { makeHead } from './head.js';
import { makeLacking } from './lacking.js';
import { makeQuestions } from './questions.js';
import { makeSuggestions } from './suggestions.js';
import { makeTools } from './tools.js';
import { makeTrouble } from './trouble.js';

/* What has the focus may go with its card, or be hidden as soon as it was pressed. (): then it goes to what is next. */
function keepFocus(el, suggestions) {
	let last = null;
	el.addEventListener('focusin', (event) => { last = event.target; });
	return () => {
		if (!last || (last.isConnected && last.checkVisibility()) || ![document.body, last].includes(document.activeElement))
			return;
		last = null;
		suggestions.focus();
		if (!el.contains(document.activeElement))
			el.focus();
	};
}

/* {el, update(view), listen(onView, onLink): its stream}. Parts of the sidebar's own: head behind the head, talk before the
 * tools. */
export function makeDesk(id, { head = [], talk = [], props = {} } = {}) {
	const compose = makeCompose(id), suggestions = makeSuggestions(id, compose);
	const top = makeHead(id), before = [...head, makeTrouble(id), makeLacking(id)], behind = [makeQuestions(id), ...(isAgent() ? [compose] : []), makeConsents(id), ...talk, makeTools(id)];
	const [first, last] = [before, behind].map((parts) => makePen(...parts.map((p) => p.el))), team = makeTeam(id, [first, suggestions.pen, last]);
	const el = h('main', { class: isAgent() ? 'desk' : 'desk looks-on', tabindex: -1, ...props }, top.el, team.el, first, suggestions.el, last);
	new ResizeObserver(() => { el.style.scrollPaddingTop = `${top.el.offsetHeight}px`; }).observe(top.el); /* what is gone to stands below it */
	const keep = keepFocus(el, suggestions);
	return { el, listen: team.listen, update(view) {
		[top, ...before, suggestions, ...behind].forEach((p) => p.update(view));
		keep();
	} };
}
