/* dom.js: elements, and lists of them that change without losing focus, caret or scroll. Text goes in as text only; Korean
 * on an English page (phrases, titles, what people said) is marked as Korean, so that it is read out as that. */
import { language } from './language.js';
import w, { messageOf, sentence } from './words.js';

const KOREAN = /[\u3131-\u318e\uac00-\ud7a3]/, LATIN = /[A-Za-z]/g;
const run = /([\u3131-\u318e\uac00-\ud7a3](?:[^A-Za-z\n·→]*[\u3131-\u318e\uac00-\ud7a3])?[.?!]*)/;
const textOnly = ['OPTION', 'TEXTAREA', 'TITLE'];
const marked = new WeakSet();

const isMarked = (text) => language !== 'ko' && KOREAN.test(text);
const isKorean = (text) => text.match(new RegExp(KOREAN, 'g')).length >= (text.match(LATIN) ?? []).length;

/* A text as nodes: its Korean parts in elements of their own. */
function nodesOf(text) {
	return text.split(run).filter(Boolean).map((part) => {
		if (!KOREAN.test(part))
			return part;
		const el = document.createElement('span');
		el.lang = 'ko';
		el.textContent = part;
		return el;
	});
}

/* All that el says. A language that its maker gave it stays. */
function put(el, text) {
	if (marked.delete(el))
		el.removeAttribute('lang');
	if (!isMarked(text) || el.hasAttribute('lang')) {
		el.textContent = text;
	} else if (isKorean(text) || textOnly.includes(el.tagName) || !(el instanceof HTMLElement)) {
		el.textContent = text;
		el.setAttribute('lang', 'ko');
		marked.add(el);
	} else {
		el.replaceChildren(...nodesOf(text));
	}
}

/* A live region is announced under a name. */
const nameOf = ({ role, 'aria-live': live, 'aria-label': label }) => label ?? (role === 'alert' ? w.live.alert : role === 'status' || live ? w.live.status : null);

/* A new element. props: attributes; "class"; on<event>: a listener; true: a bare attribute; false, null: none. */
export function h(tag, props = {}, ...children) {
	const el = document.createElement(tag), name = nameOf(props);
	if (name)
		el.setAttribute('aria-label', name);
	for (const [name, value] of Object.entries(props)) {
		if (value === undefined || value === null || value === false)
			continue;
		if (name.startsWith('on'))
			el.addEventListener(name.slice(2), value);
		else
			el.setAttribute(name, value === true ? '' : value);
	}
	const there = children.filter((c) => c !== null && c !== undefined && c !== false);
	if (there.length === 1 && !(there[0] instanceof Node))
		put(el, String(there[0]));
	else
		el.append(...there.flatMap((c) => (typeof c === 'string' && isMarked(c) ? nodesOf(c) : [c])));
	return el;
}

export function setText(el, text) {
	const next = text ?? '';
	if (el.textContent !== next)
		put(el, next);
}

/* What the engine has said, told: in each language, where it is a sentence of its own. Else a Korean page has what to do about
 * it, and the original in English beneath: a line of Lua says nothing to an agent. */
export function tell(el, told, text, advice) {
	const own = told?.[language];
	if (own || !text || language !== 'ko' || KOREAN.test(text))
		setText(el, own ?? text);
	else if (el.textContent !== advice + text)
		el.replaceChildren(h('span', {}, advice), h('span', { class: 'original', lang: 'en' }, text));
}

/* The same of an ApiError. */
export function explain(el, error) {
	const isOwn = error.code === 'network' || error.more?.needs || language !== 'ko' || messageOf(error) !== error.message;
	tell(el, isOwn ? { [language]: sentence(error) } : null, error.message, w.errors[error.code] ?? w.errors.other);
}

export function setClass(el, name) {
	if (el.className !== name)
		el.className = name;
}

/* Untouched while it is as it should be: writing "hidden" anew would restart announcements. */
export function show(el, visible) {
	if (el.hidden === visible)
		el.hidden = !visible;
}

const parts = new WeakMap(); /* parent -> Map(key -> {el, update}) */

/* Children of parent become one part an item, in order. make(item) -> {el, update(item)}; a part whose key stays is
 * updated in place and never moved past another that stays. */
export function keyed(parent, items, keyOf, make) {
	const before = parts.get(parent) ?? new Map(), now = new Map();
	for (const item of items) {
		const key = keyOf(item);
		const part = before.get(key) ?? make(item);
		part.update(item);
		now.set(key, part);
	}
	for (const [key, part] of before)
		if (!now.has(key))
			part.el.remove();
	let at = parent.firstElementChild;
	for (const part of now.values()) {
		if (part.el === at)
			at = at.nextElementSibling;
		else
			parent.insertBefore(part.el, at);
	}
	parts.set(parent, now);
}

/* A button whose first click asks and whose second acts. */
export function sureButton(label, sure, onSure, props = {}) {
	const button = h('button', { type: 'button', ...props }, label);
	let asked = false;
	function calm() {
		asked = false;
		button.classList.remove('sure');
		setText(button, label);
	}
	button.addEventListener('click', () => {
		if (asked) {
			calm();
			onSure();
			return;
		}
		asked = true;
		button.classList.add('sure');
		setText(button, sure);
	});
	button.addEventListener('blur', calm);
	return button;
}

/* A page's style sheets, each fetched once; resolves when they are there. */
const sheets = new Map();
export function fetchStyles(paths) {
	return Promise.all(paths.map((path) => {
		if (!sheets.has(path)) {
			const link = h('link', { rel: 'stylesheet', href: `/console/${path}` });
			const there = new Promise((done) => { link.onload = link.onerror = done; });
			sheets.set(path, { link, there });
			document.head.append(link);
		}
		return sheets.get(path).there;
	}));
}

/* From now on these are in force, and no other page's: what one calls a party is a row of another's. */
export function wearStyles(paths) {
	for (const [path, { link }] of sheets)
		if (link.sheet) /* null: it could not be fetched */
			link.sheet.disabled = !paths.includes(path);
}
