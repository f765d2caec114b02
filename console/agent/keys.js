/* keys.js: every act of a case by keyboard. A letter alone is heard only outside of text fields, never while an input
 * method composes, and can be switched off (a screen reader or a voice may need it). None of them is held with Control, Alt
 * or Command: those are the browser's, but for Control and Enter, which sends what is being written. */

const KEY = 'assent-single-keys';
const PHONES = '.phone .screen';

/* click, focus: selectors, of which the first that is on the screen counts. */
export const acts = [
	{ letter: 's', name: 'main', click: ['.suggestion.now .acts .primary', '.lacking .primary'] },
	{ letter: 'e', name: 'edit', click: ['.suggestion.now [data-act="edit"]'] },
	{ letter: 'w', name: 'own', click: ['.suggestion.now [data-act="own_words"]'] },
	{ letter: 'r', name: 'read', click: ['.suggestion.now [data-act="read_out"]'] },
	{ letter: 'k', name: 'skip', click: ['.suggestion.now .acts [data-act="skip"]'] },
	{ letter: 'i', name: 'insert', click: ['.suggestion.now [data-act="insert"]'] },
	{ letter: 'v', name: 'posted', click: ['.suggestion.now [data-act="posted"]'] },
	{ letter: 'n', name: 'next', click: ['.next button'] },
	{ letter: 'a', name: 'answer', focus: ['.question .attest input'], opens: '.question .spoken' },
	{ letter: 'f', name: 'value', focus: ['.lacking input', '.question .field input'] },
	{ letter: 'o', name: 'write', focus: ['.own-words textarea'] },
	{ letter: 'm', name: 'note', focus: ['.note textarea'] },
	{ letter: 'g', name: 'why', click: ['.suggestion.now .because > summary', '.suggestion .because > summary'] },
	{ letter: 'u', name: 'unlock', focus: ['.suggestion.blocked'] },
	{ letter: 'c', name: 'consents', focus: ['.consent > summary'] },
	{ letter: 't', name: 'tools', focus: ['.party .marks button'] },
	{ letter: 'd', name: 'trouble', focus: ['.trouble-item'] },
	{ letter: 'p', name: 'talk', cycle: PHONES },
	{ letter: 'y', name: 'take', click: ['[data-take]'] },
	{ letter: 'q', name: 'back', click: ['.bar .brand'] },
	{ letter: 'x', name: 'close', focus: ['.closer'] },
	{ letter: '?', name: 'help', click: ['[data-help]'] },
];

export function usesSingle() {
	try {
		return localStorage.getItem(KEY) !== 'off';
	} catch {
		return true;
	}
}

export function setSingle(on) {
	try {
		localStorage.setItem(KEY, on ? 'on' : 'off');
	} catch { /* for this page only, then */ }
}

const isThere = (el) => el.checkVisibility();
const all = (selector) => [...document.querySelectorAll(selector)].filter(isThere);

function first(selectors) {
	for (const selector of selectors) {
		const [el] = all(selector);
		if (el)
			return el;
	}
	return null;
}

/* A text can be typed there, or a choice made by its first letter. */
function takesText(el) {
	return el.isContentEditable || ['TEXTAREA', 'SELECT'].includes(el.tagName) || (el.tagName === 'INPUT' && !['checkbox', 'radio', 'button'].includes(el.type));
}

/* With a Korean layout the key names a Hangul letter: there the place counts. */
function letterOf(event) {
	if (/^[a-z?]$/i.test(event.key))
		return event.key.toLowerCase();
	return /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase() ?? '';
}

function reveal(el) {
	el.scrollIntoView({ block: 'nearest' });
	el.focus();
}

function perform(act) {
	if (act.cycle) {
		const there = all(act.cycle), at = there.indexOf(document.activeElement);
		there[(at + 1) % there.length]?.focus();
		return;
	}
	for (const box of act.opens ? all(act.opens).slice(0, 1) : [])
		box.open = true;
	const el = first(act.click ?? act.focus);
	if (el)
		reveal(el);
	if (el && act.click)
		el.click();
}

/* What is being written is sent, or left as it is. */
function inText(event) {
	const el = event.target;
	if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
		event.preventDefault();
		const go = el.closest('.editor, form')?.querySelector('[data-go], [type="submit"]');
		if (go && isThere(go))
			go.click();
	} else if (event.key === 'Escape') {
		el.blur();
	}
}

function onKey(event) {
	if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || document.querySelector('dialog[open]'))
		return;
	if (takesText(event.target)) {
		inText(event);
		return;
	}
	if (event.ctrlKey || event.altKey || event.metaKey || !usesSingle())
		return;
	const digit = /^[1-9]$/.test(event.key) && first([`[data-digit="${event.key}"]`]);
	const letter = letterOf(event), act = acts.find((a) => a.letter === letter);
	if (!digit && !act)
		return;
	event.preventDefault();
	if (digit)
		digit.click();
	else
		perform(act);
}

/* Until the returned function is called. */
export function listenToKeys() {
	document.addEventListener('keydown', onKey);
	return () => document.removeEventListener('keydown', onKey);
}
