/* undecoded.js: deliveries that were proved and could not be used: for who looks after the settings. */
import { get } from '../lib/api.js';
import { h, setText, show } from '../lib/dom.js';
import w, { wholeTime } from './parts.js';

export function makeUndecoded() {
	const title = h('summary', {}), list = h('ul', {});
	const el = h('details', { class: 'card undecoded', hidden: true }, title, h('p', { class: 'quiet' }, w.undecoded.about), list);
	async function load() {
		const { undecoded } = await get('/v1/undecoded');
		setText(title, w.undecoded.title(undecoded.length));
		list.replaceChildren(...undecoded.map((u) => h('li', {}, w.undecoded.one(wholeTime(u.at), u.source, u.bytes), h('span', { class: 'original', lang: 'en' }, u.reason),
			u.body === null ? h('p', { class: 'quiet' }, w.undecoded.noText) : u.body && h('details', {}, h('summary', {}, w.undecoded.body), h('pre', {}, u.body)))));
		show(el, undecoded.length > 0);
	}
	load().catch(() => {}); /* the ledger above says what is wrong */
	return { el };
}
