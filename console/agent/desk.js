/* desk.js: the agent's part of a case, from what is to be done now down to what is there to be looked up. */
import { h } from '../lib/dom.js';
import { makeCompose } from './compose.js';
import { makeConsents } from './consents.js';
import { makeHead } from './head.js';
import { makeLacking } from './lacking.js';
import { makeQuestions } from './questions.js';
import { makeSuggestions } from './suggestions.js';
import { makeTools } from './tools.js';
import { makeTrouble } from './trouble.js';

/* {el, update(view)}. between: parts of the sidebar's own, {head: […], talk: […]} behind the head and before the tools. */
export function makeDesk(id, { head = [], talk = [], props = {} } = {}) {
	const compose = makeCompose(id);
	const parts = [makeHead(id), ...head, makeTrouble(id), makeLacking(id), makeSuggestions(id, compose), makeQuestions(id), compose, makeConsents(id), ...talk, makeTools(id)];
	const el = h('main', { class: 'desk', ...props }, ...parts.map((p) => p.el));
	return { el, update: (view) => parts.forEach((p) => p.update(view)) };
}
