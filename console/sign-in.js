/* sign-in.js: the one-time token of the address and a name buy a session; the token leaves the address. */
import { keepDraft } from './lib/acting.js';
import { getSession, signIn } from './lib/api.js';
import { h, setText, show } from './lib/dom.js';
import { language, speak } from './lib/language.js';
import words, { sentence } from './lib/words.js';

const w = words.signIn;
const given = new URLSearchParams(location.search);
const token = given.get('token'), isNamed = given.has('named'); /* named: whose it is the server knows */
const own = w.as[given.get('as')] ?? w; /* as: the role of who is no agent */

const name = h('input', { id: 'name', name: 'name', maxlength: 40, autocomplete: 'name', required: true, placeholder: w.example });
const kept = keepDraft(name, 'name');
const go = h('button', { class: 'primary', type: 'submit' }, w.go);
const form = h('form', { id: 'sign-in' }, ...isNamed ? [] : [h('label', { for: 'name' }, own.name), name], go);
const problem = h('p', { id: 'problem', class: 'problem', role: 'alert', hidden: true });
const already = h('p', { hidden: true }, h('a', { href: '/console/' }, w.already));
const other = { ko: 'en', en: 'ko' }[language];

function complain(text) {
	setText(problem, text);
	show(problem, true);
}

async function isSignedIn() {
	try {
		return Boolean(await getSession());
	} catch {
		return false; /* the page says already what to do */
	}
}

form.addEventListener('submit', async (event) => {
	event.preventDefault();
	show(problem, false);
	go.disabled = true;
	try {
		await signIn(token, isNamed ? undefined : name.value.trim());
		kept.drop();
		history.replaceState(null, '', '/console/sign-in');
		location.replace('/console/');
	} catch (error) {
		complain(sentence(error));
		go.disabled = false;
		if (error.status === 401)
			show(already, await isSignedIn());
	}
});

document.title = w.title;
document.body.append(h('main', { class: 'card sign-in' },
	h('div', { class: 'row spread' }, h('p', { class: 'brand' }, h('img', { src: '/console/icon.svg', alt: '', width: 28, height: 28 }), 'Assent'),
		h('button', { type: 'button', class: 'link', lang: other, onclick: () => speak(other) }, words.frame.otherLanguage)),
	h('h1', {}, w.heading), token && h('p', { class: 'quiet' }, isNamed ? w.forYou : own.about), form, problem, already));
if (token) {
	(isNamed ? go : name).focus();
} else if (await isSignedIn()) {
	location.replace('/console/'); /* by a proxy in front, say */
} else {
	show(form, false);
	complain(w.noToken);
}
