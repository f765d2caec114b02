/* dom.js: elements, and lists of them that change without losing focus, caret or scroll. Text goes in as text only. */

/* A new element. props: attributes; "class"; on<event>: a listener; true: a bare attribute; false, null: none. */
export function h(tag, props = {}, ...children) {
	const el = document.createElement(tag);
	for (const [name, value] of Object.entries(props)) {
		if (value === undefined || value === null || value === false)
			continue;
		if (name.startsWith('on'))
			el.addEventListener(name.slice(2), value);
		else
			el.setAttribute(name, value === true ? '' : value);
	}
	el.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
	return el;
}

export function setText(el, text) {
	const next = text ?? '';
	if (el.textContent !== next)
		el.textContent = next;
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
