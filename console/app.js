/* app.js: the frame: who is signed in, which page the address names, whether the line to the server stands. */
import { getSession, signOut } from './lib/api.js';
import { fetchStyles, h, setText, show, sureButton, wearStyles } from './lib/dom.js';
import { language, speak } from './lib/language.js';
import { drafts, isAgent, loadSession, state } from './lib/state.js';
import w, { sentence } from './lib/words.js';

const RETRY_MS = 1500;

/* The pages by the first word of the address, "#/case/<id>"; roles: who may see it, with one of them; nav: its word in the menu.
 * A page is a module with openPage(root, path, onLink, asked), which returns what ends it; path: what follows in the
 * address, decoded; onLink(live): whether its line to the server stands; asked: what stands behind a "?" in the address
 * (URLSearchParams). sheets: its style sheets. */
const pages = {
	'': { roles: ['agent'], nav: w.frame.cases, load: () => import('./queue/queue.js') },
	start: { roles: ['agent'], nav: w.frame.start, load: () => import('./queue/start.js') },
	case: { roles: ['agent', 'manager'], load: () => import('./agent/case.js') },
	ledger: { roles: ['manager'], nav: w.frame.ledger, load: () => import('./manager/ledger.js') },
	phrases: { roles: ['manager'], nav: w.frame.phrases, load: () => import('./manager/phrases.js') },
	flows: { roles: ['designer'], nav: w.frame.flows, load: () => import('./designer/flows.js') },
	bundles: { roles: ['designer'], nav: w.frame.bundles, load: () => import('./designer/bundles.js') },
};

const line = h('p', { class: 'line', role: 'status', hidden: true });
const root = h('div', { id: 'page' });
const links = Object.entries(pages).filter(([, page]) => page.nav).map(([name, page]) => ({ name, page, el: h('a', { href: `#/${name}` }, page.nav) }));
let leave = () => {};
let turn = 0;

const isFor = (page) => page.roles.some((role) => state.session.roles.includes(role));

function onLink(live) {
	setText(line, live ? '' : w.frame.lost);
	show(line, !live);
}

function say(text, ...more) {
	root.replaceChildren(h('div', { class: 'loading', role: 'alert' }, h('p', {}, text), ...more));
	return () => {};
}

/* The page begins anew as soon as the program itself answers; a proxy in front may say something before. */
async function comeBack() {
	do
		await new Promise((done) => setTimeout(done, RETRY_MS));
	while (!await getSession().then(() => true, (error) => error.status === 401));
	location.reload();
}

async function open(page, path, asked, isLatest) {
	if (!page)
		return say(w.frame.noPage);
	if (!isFor(page))
		return say(w.frame.noRole);
	let module;
	try {
		module = await page.load();
	} catch (error) {
		if (error instanceof TypeError) /* it could not be fetched */
			comeBack();
		else
			reportError(error);
		return say(w.frame.notLoaded, h('button', { type: 'button', onclick: () => location.reload() }, w.frame.again));
	}
	const sheets = module.sheets ?? [];
	await fetchStyles(sheets);
	if (!isLatest())
		return () => {};
	wearStyles(sheets);
	return module.openPage(root, path, onLink, asked);
}

/* An address that somebody typed may be none. */
function decoded(part) {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

async function route() {
	const mine = ++turn;
	const [where, asked = ''] = location.hash.split('?');
	const [name = '', ...path] = where.replace(/^#\//, '').split('/').filter(Boolean).map(decoded);
	leave();
	leave = () => {};
	onLink(true);
	const home = links.find((link) => isFor(link.page));
	if (!name && home && !isFor(pages[name])) {
		location.replace(`#/${home.name}`); /* the first page that is for this person */
		return;
	}
	for (const link of links)
		link.name === name ? link.el.setAttribute('aria-current', 'page') : link.el.removeAttribute('aria-current');
	const end = await open(Object.hasOwn(pages, name) ? pages[name] : null, path, new URLSearchParams(asked), () => mine === turn);
	if (mine === turn)
		leave = end;
	else
		end();
}

async function goOut() {
	leave();
	try {
		await signOut();
	} catch (error) {
		if (error.status !== 401) { /* 401: it is over already */
			route();
			setText(line, sentence(error));
			show(line, true);
			return;
		}
	}
	drafts.clear();
	location.assign(state.session.sign_out_url ?? '/console/sign-in');
}

/* Whom a proxy in front signed in, only that can sign out. */
function signOutButton() {
	const { via, sign_out_url: url } = state.session;
	return via === 'proxy' && !url ? null : sureButton(w.frame.signOut, url ? w.frame.signOutProxy : w.frame.signOutSure, goOut, { class: 'link' });
}

function frame() {
	const other = { ko: 'en', en: 'ko' }[language], called = state.session.person || state.session.name;
	return h('header', { class: 'bar' }, h('a', { class: 'brand', href: '#/' }, h('img', { src: '/console/icon.svg', alt: '', width: 22, height: 22 }), 'Assent'),
		h('nav', { 'aria-label': w.frame.nav }, ...links.filter((link) => isFor(link.page)).map((link) => link.el)),
		line, h('div', { class: 'me' }, h('span', { class: 'who', title: state.session.name }, isAgent() ? w.frame.who(called) : called),
			h('button', { type: 'button', class: 'link', lang: other, onclick: () => speak(other) }, w.frame.otherLanguage), signOutButton()));
}

async function begin() {
	try {
		await loadSession();
	} catch (error) {
		if (error.status === 401) {
			location.replace('/console/sign-in');
			return;
		}
		document.body.replaceChildren(h('p', { class: 'loading' }, sentence(error)));
		setTimeout(begin, RETRY_MS);
		return;
	}
	document.title = w.frame.title;
	document.body.replaceChildren(frame(), root);
	window.addEventListener('hashchange', route);
	route();
	if (drafts.get('tour'))
		(await import('./queue/tour.js')).resumeTour();
}

begin();
