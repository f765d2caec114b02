/* work.js: what the server takes long for, and what changes beside the page. */
import { get } from '../lib/api.js';

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
