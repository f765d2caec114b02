/* zendesk.js: the only module that knows Zendesk's app framework (ZAF v2). What goes wrong there arrives as an ApiError of
 * code "zendesk", "ticket" or "composer". */
import { ApiError } from '../lib/api.js';

const ANSWER_MS = 10 * 1000;
const HEIGHT_PX = { least: 320, most: 1000 };
const customers = new Set(['end-user', 'customer', 'system']);

/* false where the page was not opened by Zendesk. */
const client = globalThis.ZAFClient?.init() || null;

export const isThere = Boolean(client);

/* Zendesk's page may never answer. */
function answer(promise) {
	const late = new Promise((_, refuse) => setTimeout(() => refuse(new ApiError(0, 'zendesk', '')), ANSWER_MS));
	return Promise.race([promise, late]);
}

function failed(error) {
	return error instanceof ApiError ? error : new ApiError(0, 'zendesk', String(error?.message ?? error ?? ''));
}

/* {path: value} of several paths; one that there is not, or that may not be read, is left out. */
async function read(paths) {
	try {
		const { errors: _, ...values } = await answer(client.get(paths));
		return values;
	} catch (error) {
		throw failed(error);
	}
}

export async function ticketId() {
	const id = (await read(['ticket.id']))['ticket.id'];
	if (!id)
		throw new ApiError(0, 'ticket', '');
	return String(id);
}

/* {id, name}: as Zendesk's page says; only the number is vouched for, by the token that opened us. */
export const currentUser = async () => (await read(['currentUser'])).currentUser ?? {};

/* What the administrator set for the app. */
export async function settings() {
	try {
		return (await answer(client.metadata())).settings ?? {};
	} catch (error) {
		throw failed(error);
	}
}

export const ticketFields = read;

/* ---- the composer ---- */

/* The composer reads HTML. */
function asHtml(text) {
	const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
	return text.replace(/[&<>]/g, (c) => names[c]).replaceAll('\n', '<br>');
}

/* What is sent is shown as HTML in some channels. Never put into a page: it fills a text field. */
function asText(content) {
	const names = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
	return content.replace(/<br\s*\/?>|<\/(p|div|li)>/gi, '\n').replace(/<[^>]*>/g, '')
		.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => names[name]).trim();
}

/* Into the composer of the ticket; the agent looks at it and sends it. */
async function put(text) {
	try {
		await answer(client.invoke('ticket.editor.insert', asHtml(text)));
	} catch (error) {
		if (error instanceof ApiError) /* it may be in there: no second time */
			throw error;
		await answer(client.invoke('comment.appendText', text)).catch((second) => {
			throw second instanceof ApiError ? second : new ApiError(0, 'composer', '');
		});
	}
}

const conversation = async () => (await read(['ticket.conversation']))['ticket.conversation'] ?? [];
const bare = (text) => text.replace(/\s+/g, '');

/* {insert(text), posted(text), watch(fn)}. posted: what the agent has sent since the last insert, given in the words of
 * text where only the spacing differs; null: nothing that can be seen. watch: fn at each change of the conversation. */
export function makeComposer() {
	const watchers = new Set();
	let before = 0;
	client.on('ticket.conversation.changed', () => watchers.forEach((fn) => fn()));
	return {
		async insert(text) {
			before = await conversation().then((all) => all.length, () => Infinity);
			await put(text);
		},
		async posted(text) {
			const all = await conversation().catch(() => []);
			const own = all.slice(before).filter((m) => !customers.has(m.author?.role)).at(-1);
			const sent = own ? asText(String(own.message?.content ?? '')) : '';
			return bare(sent) === bare(text) ? text : sent || null;
		},
		watch(fn) {
			watchers.add(fn);
			return () => watchers.delete(fn);
		},
	};
}

/* ---- the frame ---- */

/* fn(active): the agent turned to this ticket's tab, or away from it. */
export function onActive(fn) {
	client.on('app.activated', () => fn(true));
	client.on('app.deactivated', () => fn(false));
}

/* Zendesk gives the frame the height that we ask for. */
export function fitHeight(el) {
	let asked = 0;
	new ResizeObserver(() => {
		const height = Math.min(HEIGHT_PX.most, Math.max(HEIGHT_PX.least, Math.ceil(el.scrollHeight)));
		if (Math.abs(height - asked) < 8)
			return;
		asked = height;
		client.invoke('resize', { width: '100%', height: `${height}px` }).catch(() => {});
	}).observe(el);
}
