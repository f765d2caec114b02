/* desk.js: the agent's part of a case, from what is to be done now down to what is there to be looked up. */
import { h } from '../lib/dom.js';
import { makeCompose } from './compose.js';
import { makeConsents } from './consents.js';
import { makePen, makeTeam } from '../queue/team.js';
import { makeHead } from './head.js';
import { makeLacking } from './lacking.js';
import { makeQuestions } from './questions.js';
import { makeSuggestions } from './suggestions.js';
import { makeTools } from './tools.js';
import { makeTrouble } from './trouble.js';

/* {el, update(view), listen(onView, onLink): its stream}. Parts of the sidebar's own: head behind the head, talk before the
 * tools. */
export function makeDesk(id, { head = [], talk = [], props = {} } = {}) {
	const compose = makeCompose(id);
	const top = makeHead(id), parts = [...head, makeTrouble(id), makeLacking(id), makeSuggestions(id, compose), makeQuestions(id), compose, makeConsents(id), ...talk, makeTools(id)];
	const pen = makePen(...parts.map((p) => p.el)), team = makeTeam(id, pen);
	const el = h('main', { class: 'desk', ...props }, top.el, team.el, pen);
	return { el, listen: team.listen, update: (view) => [top, ...parts].forEach((p) => p.update(view)) };
}
