/* api.js: the only module that talks HTTP. What goes wrong arrives as an ApiError. */

const RETRY_AFTER_MS = [400, 1200, 2500, 4000];
const REOPEN_MS = 1000;
const HIDDEN_MS = 30 * 1000;

export class ApiError extends Error {
	/* status 0: no answer came. code and message as the API gives them; more: the rest of its "error". */
	constructor(status, code, message, more = {}) {
		super(message);
		this.status = status;
		this.code = code;
		this.more = more;
	}

	/* Nobody knows whether it was taken: the same event id may be sent again. */
	get isLost() {
		return this.status === 0 || this.status === 503;
	}
}

let csrf = '';
let bearer = '';
let onOver = () => location.assign('/console/sign-in');

/* In a frame of another site: no cookie, but a token that the page holds. over(): its time has ended. */
export function useBearer(token, over) {
	bearer = token;
	onOver = over;
}

const identity = () => (bearer ? { headers: { Authorization: `Bearer ${bearer}` }, credentials: 'omit', cache: 'no-store' } :
	{ headers: {}, credentials: 'same-origin', cache: 'no-store' });

export function newId() {
	if (crypto.randomUUID)
		return crypto.randomUUID();
	const bytes = crypto.getRandomValues(new Uint8Array(16)); /* plain http on another host has no randomUUID */
	return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function request(method, path, body) {
	const options = { method, ...identity() };
	if (method !== 'GET' && !bearer)
		options.headers['X-Assent-CSRF'] = csrf;
	if (body !== undefined) {
		options.headers['Content-Type'] = 'application/json';
		options.body = JSON.stringify(body);
	}
	let response, answer;
	try {
		response = await fetch(path, options);
		answer = response.status === 204 ? null : await response.json();
	} catch (error) {
		throw new ApiError(0, 'network', error.message);
	}
	if (response.ok)
		return answer;
	const { code = 'internal', message = response.statusText, ...more } = answer?.error ?? {};
	if (bearer && response.status === 401)
		throw new ApiError(401, 'over', '');
	throw new ApiError(response.status, code, message, more);
}

export async function getSession() {
	const session = await request('GET', '/v1/session');
	csrf = session.csrf ?? '';
	return session;
}

export async function signIn(token, name) {
	const session = await request('POST', '/v1/session', { token, name });
	csrf = session.csrf;
	return session;
}

export const signOut = () => request('DELETE', '/v1/session');

/* The page goes away: nobody waits for the answer. */
export function signOutAtOnce() {
	fetch('/v1/session', { method: 'DELETE', keepalive: true, ...identity() }).catch(() => {});
}

/* How the agent is called, where the session does not know it. */
export const putName = (name) => request('PUT', '/v1/session', { name });

export const get = (path) => request('GET', path);

/* A file: { blob, name }. */
export async function getFile(path) {
	let response;
	try {
		response = await fetch(path, { method: 'GET', ...identity() });
	} catch (error) {
		throw new ApiError(0, 'network', error.message);
	}
	if (!response.ok) {
		const { code = 'internal', message = response.statusText, ...more } = (await response.json().catch(() => ({}))).error ?? {};
		throw new ApiError(response.status, code, message, more);
	}
	const [, name = 'file'] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
	return { blob: await response.blob(), name };
}

/* Signed in anew in another tab: the CSRF token is another one. */
async function withFreshToken(path, body) {
	const before = csrf;
	try {
		return await request('POST', path, body);
	} catch (error) {
		if (error.status !== 403)
			throw error;
		await getSession();
		if (csrf === before)
			throw error;
		return request('POST', path, body);
	}
}

/* A change. The very same body is sent again while no answer comes; its "id" makes that harmless. */
export async function change(path, body) {
	for (const wait of RETRY_AFTER_MS) {
		try {
			return await withFreshToken(path, body);
		} catch (error) {
			if (!error.isLost)
				throw error;
			await pause(wait);
		}
	}
	return withFreshToken(path, body);
}

/* A line of server-sent events with these names, on = {up(), data(name, value), down()}; returns what closes it. */
function eventSource(path, names, on) {
	const source = new EventSource(path);
	source.addEventListener('open', () => on.up());
	for (const name of names)
		source.addEventListener(name, (event) => on.data(name, JSON.parse(event.data)));
	source.addEventListener('error', () => on.down());
	return () => source.close();
}

/* The events of a body as {name, data}. The server ends lines by a line feed alone. */
async function* eventsOf(body) {
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	for (;;) {
		const { value, done } = await reader.read();
		if (done)
			return;
		const blocks = (text + value).split('\n\n');
		text = blocks.pop();
		for (const block of blocks) {
			const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/s.exec(line) ?? []);
			const of = (field) => fields.filter((f) => f[1] === field).map((f) => f[2]).join('\n');
			yield { name: of('event'), data: of('data') };
		}
	}
}

/* The same where a header must go with it, which an EventSource cannot send. */
function fetched(path, names, on) {
	const stop = new AbortController();
	function take(event) {
		try {
			on.data(event.name, JSON.parse(event.data));
		} catch (error) {
			reportError(error); /* the page's own, and no reason to end the line */
		}
	}
	async function read() {
		const response = await fetch(path, { ...identity(), signal: stop.signal });
		if (!response.ok)
			return;
		on.up();
		for await (const event of eventsOf(response.body))
			if (names.includes(event.name))
				take(event);
	}
	read().catch(() => {}).finally(() => stop.signal.aborted || on.down());
	return () => stop.abort();
}

/* Nobody looks at the page, though the browser does not know it: a ticket's tab within Zendesk's own page. */
let away = false;
export function setAway(now) {
	away = now;
	document.dispatchEvent(new Event('visibilitychange'));
}

/* Server-sent events of one name, until the returned function is called. onLink(live): the line is up or down. */
export function listen(path, name, onData, onLink) {
	return listenTo(() => path, { [name]: onData }, onLink);
}

/* The same of several, on = {name: onData}; pathNow() is asked each time that the line is opened.
 * A hidden page lets its line go after a while: a browser has only six to one host. */
export function listenTo(pathNow, on, onLink) {
	let shut = null, timer = 0, ended = false;

	function close() {
		shut?.();
		shut = null;
		clearTimeout(timer);
	}

	async function reopen() {
		close();
		try {
			await getSession();
			open();
		} catch (error) {
			if (error.status === 401)
				onOver();
			else if (!ended)
				timer = setTimeout(reopen, REOPEN_MS);
		}
	}

	function open() {
		if (ended || shut)
			return;
		shut = (bearer ? fetched : eventSource)(pathNow(), Object.keys(on), { up: () => onLink(true), data: (name, value) => on[name](value), down() {
			onLink(false);
			close();
			if (!ended)
				timer = setTimeout(reopen, REOPEN_MS);
		} });
	}

	function onVisible() {
		clearTimeout(timer);
		if (document.hidden || away)
			timer = setTimeout(close, HIDDEN_MS);
		else if (!shut)
			reopen();
	}

	document.addEventListener('visibilitychange', onVisible);
	open();
	return () => {
		ended = true;
		close();
		document.removeEventListener('visibilitychange', onVisible);
	};
}

/* The line of one case: onCase(view) has it whole each time, though of its messages only new and changed ones are sent, and
 * those that have not changed are the same objects. Of what comes within one frame the first is given at once and the last
 * behind it, so that typing is not held up by hundreds of events a second. on: what else comes, by name. */
export function listenToCase(pathNow, onCase, on, onLink) {
	let last = null, given = null, frame = 0;
	function take(view) {
		last = view;
		if (!frame)
			give();
	}
	function give() {
		given = last;
		frame = requestAnimationFrame(() => {
			frame = 0;
			if (given !== last)
				give();
		});
		onCase(last);
	}
	const stop = listenTo(() => `${pathNow()}&talk=new`, { ...on, case: take, part({ messages_from: from, ...view }) {
		take({ ...view, messages: [...last.messages.slice(0, from), ...view.messages] });
	} }, onLink);
	return () => {
		stop();
		cancelAnimationFrame(frame);
	};
}
