/* work.js: what the server takes long for, and what changes beside the page. */
import { get } from '../lib/api.js';
import { setText, show } from '../lib/dom.js';
import w from './words.js';

const ASK_MS = 700;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* A rest that ends with the page: isGone() is asked between. null: the page has gone. onProgress(progress, may be null). */
export async function workedOut(path, onProgress, isGone) {
	for (;;) {
		const answer = await get(path);
		if (isGone())
			return null;
		if (!('progress' in answer) || 'state' in answer)
			return answer;
		onProgress(answer.progress);
		await pause(ASK_MS);
		if (isGone())
			return null;
	}
}

/* A panel's long work at a click: its button is off and `waiting` tells of it meanwhile. told(progress): as a text. */
export async function work(path, { go, waiting, problem }, told, isGone, take) {
	go.disabled = true;
	problem.clear();
	show(waiting, true);
	setText(waiting, w.check.waiting);
	try {
		const found = await workedOut(path, (progress) => setText(waiting, told(progress) || w.check.waiting), isGone);
		if (found)
			take(found);
	} catch (error) {
		problem.say(error);
	}
	show(waiting, false);
	go.disabled = false;
}

/* What is worked out already; null: nobody has asked for it, or it is not done. */
export async function keptWork(path) {
	const answer = await get(`${path}?begin=no`);
	return 'progress' in answer || answer.state === 'none' ? null : answer;
}

/* look() now and every so often while the page is seen, until the returned function is called. */
export function everySoOften(ms, look) {
	let timer = 0, gone = false;
	async function go() {
		clearTimeout(timer);
		if (!document.hidden)
			await look().catch((error) => error.isLost || reportError(error));
		if (!gone)
			timer = setTimeout(go, ms);
	}
	const onVisible = () => document.hidden || go();
	document.addEventListener('visibilitychange', onVisible);
	go();
	return () => {
		gone = true;
		clearTimeout(timer);
		document.removeEventListener('visibilitychange', onVisible);
	};
}
