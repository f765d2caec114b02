/* api.js: the only module that talks HTTP. What goes wrong arrives as an ApiError. */

const RETRY_AFTER_MS = [400, 1200, 2500, 4000];
const REOPEN_MS = 1000;

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

export function newId() {
	if (crypto.randomUUID)
		return crypto.randomUUID();
	const bytes = crypto.getRandomValues(new Uint8Array(16)); /* plain http on another host has no randomUUID */
	return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function request(method, path, body) {
	const options = { method, headers: {}, credentials: 'same-origin', cache: 'no-store' };
	if (method !== 'GET')
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

export const get = (path) => request('GET', path);

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

/* Server-sent events of one name, until the returned function is called. onLink(live): the line is up or down.
 * A hidden page lets its line go after a while: a browser has only six to one host. */
export function listen(path, name, onData, onLink) {
	let source = null, timer = 0, ended = false;

	function close() {
		source?.close();
		source = null;
		clearTimeout(timer);
	}

	async function reopen() {
		close();
		try {
			await getSession();
			open();
		} catch (error) {
			if (error.status === 401)
				location.assign('/console/sign-in');
			else if (!ended)
				timer = setTimeout(reopen, REOPEN_MS);
		}
	}

	function open() {
		if (ended || source)
			return;
		source = new EventSource(path);
		source.addEventListener('open', () => onLink(true));
		source.addEventListener(name, (event) => onData(JSON.parse(event.data)));
		source.addEventListener('error', () => {
			onLink(false);
			close();
			if (!ended)
				timer = setTimeout(reopen, REOPEN_MS);
		});
	}

	function onVisible() {
		clearTimeout(timer);
		if (document.hidden)
			timer = setTimeout(close, 30 * 1000);
		else if (!source)
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
