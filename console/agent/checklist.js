/* checklist.js: the steps of the case's flow: those that are done, the one that it is at, and those that can come. */
import { get } from '../lib/api.js';
import { h, keyed, setClass, setText, show } from '../lib/dom.js';
import { timeText } from '../lib/words.js';
import w from './words.js';

const AGAIN_MS = 1500, TRIES = 4;
const courses = new Map(); /* bundle -> its course; null: it cannot be had; or a promise of it */

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* The course of the case's own flow, { steps, whole }; it may have to be drawn first. */
async function courseOf(caseId) {
	for (let lost = 0; ; await pause(AGAIN_MS)) {
		try {
			const course = await get(`/v1/cases/${encodeURIComponent(caseId)}/course`);
			if (course.steps)
				return course;
		} catch (error) {
			if (++lost === TRIES || !error.isLost)
				throw error;
		}
	}
}

/* What can come behind the step of that title, in the order of the flow. */
function ahead(steps, title) {
	const reached = new Set(), from = title === undefined ? [0] : steps.flatMap((s, i) => (s.title === title ? s.next : []));
	const queue = [...from];
	while (queue.length) {
		const i = queue.pop();
		if (reached.has(i) || !steps[i])
			continue;
		reached.add(i);
		queue.push(...steps[i].next);
	}
	return steps.filter((_, i) => reached.has(i)).map((s) => s.title);
}

/* [{title, state: done|now|ahead, at}] */
function listOf(view, steps) {
	const been = view.steps.map(({ title, at }) => ({ title, at, state: 'done' }));
	const last = been.at(-1);
	if (view.status !== 'open')
		return been.map((s) => (s === last && view.status === 'parked' ? { ...s, state: 'stopped' } : s));
	if (last)
		last.state = 'now';
	const coming = ahead(steps ?? [], last?.title).filter((title) => !been.some((s) => s.title === title));
	return [...been, ...coming.map((title) => ({ title, state: 'ahead' }))];
}

/* {el, update(view)} */
export function makeChecklist(caseId) {
	const list = h('ol', { class: 'steps', 'aria-label': w.steps.title }), told = h('span', { class: 'quiet', hidden: true });
	let latest = null, asked = null;
	function draw() {
		const known = courses.get(latest.bundle), steps = known?.steps;
		keyed(list, listOf(latest, steps).map((step, i) => ({ step, i })), ({ i }) => i, () => {
			const state = h('span', { class: 'sr' }), title = h('span', {}), li = h('li', {}, title, state);
			return { el: li, update({ step }) {
				setClass(li, step.state);
				setText(title, step.title);
				setText(state, ` (${w.steps[step.state]})`);
				li.title = step.state === 'ahead' ? w.steps.aheadHint : timeText(step.at);
				if (step.state === 'now')
					li.setAttribute('aria-current', 'step');
				else
					li.removeAttribute('aria-current');
			} };
		});
		setText(told, known === null ? w.steps.failed : steps ? w.steps.cut : w.steps.waiting);
		show(told, latest.status === 'open' && !(steps && known.whole));
	}
	/* Another page of a case may have asked already, and gone. */
	function learn(bundle) {
		if (asked === bundle)
			return;
		asked = bundle;
		if (!courses.has(bundle))
			courses.set(bundle, courseOf(caseId).then((course) => courses.set(bundle, course), () => courses.set(bundle, null)));
		Promise.resolve(courses.get(bundle)).then(() => draw());
	}
	return { el: h('div', { class: 'checklist' }, list, told), update(view) {
		latest = view;
		if (view.status === 'open')
			learn(view.bundle);
		draw();
	} };
}
