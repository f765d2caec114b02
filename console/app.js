/* app.js: the frame: who is signed in, which page the address names, whether the line to the server stands. */
import { signOut } from './api.js';
import { showCase } from './case.js';
import { h, setText, show, sureButton } from './dom.js';
import { showFlows } from './flows.js';
import { showList } from './list.js';
import { showStart } from './start.js';
import { drafts, loadSession, state } from './state.js';
import { sentence } from './words.js';

const RETRY_MS = 1500;
const lostText = '연결이 끊겼습니다. 다시 연결하는 중입니다… 쓰시던 글은 그대로 있습니다.';

const line = h('p', { class: 'line', role: 'status', hidden: true });
const page = h('div', { id: 'page' });
let leave = () => {};

function onLink(live) {
	setText(line, live ? '' : lostText);
	show(line, !live);
}

function route() {
	const [, name = '', id = ''] = /^#\/([a-z]*)\/?(.*)$/.exec(location.hash) ?? [];
	leave();
	onLink(true);
	if (name === 'case' && id)
		leave = showCase(page, decodeURIComponent(id), onLink);
	else if (name === 'start')
		leave = showStart(page, (started) => { location.hash = `#/case/${encodeURIComponent(started)}`; });
	else if (name === 'flows')
		leave = showFlows(page, decodeURIComponent(id));
	else
		leave = showList(page, onLink);
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
	location.assign('/console/sign-in');
}

function frame() {
	const out = sureButton('로그아웃', '새 로그인 주소는 서버를 다시 시작해야 나옵니다. 나갈까요?', goOut, { class: 'link' });
	return h('header', { class: 'bar' }, h('a', { class: 'brand', href: '#/' }, h('img', { src: '/console/icon.svg', alt: '', width: 22, height: 22 }), 'Assent'),
		h('nav', { 'aria-label': '주 메뉴' }, h('a', { href: '#/' }, '케이스'), h('a', { href: '#/start' }, '새 케이스'), h('a', { href: '#/flows' }, '흐름')),
		line, h('span', { class: 'who' }, `${state.session.name} 상담사`), out);
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
	document.body.replaceChildren(frame(), page);
	window.addEventListener('hashchange', route);
	route();
}

begin();
