/* standing.js: where open cases stand in a flow, on the picture and as lists. Of a case nothing is shown but its name, since
 * when, and on which version it is. */
import { get } from '../lib/api.js';
import { h, setText } from '../lib/dom.js';
import { state } from '../lib/state.js';
import { caseEnd, timeText } from '../lib/words.js';
import w from './words.js';
import { everySoOften } from './work.js';

const LOOK_MS = 4000;
const short = (hash) => hash.slice(0, 12);

/* The node of the picture at which a place stands: on the same version by its line and step; of another by what is waited
 * for, if that is one node alone. null: it is not in the picture. */
export function nodeOf(graph, place) {
	const fits = place.bundle === graph.bundle ?
		(n) => n.line === place.line && n.handler === place.handler && (place.handler !== '' || n.step === place.step) :
		(n) => n.kind === place.kind && n.handler === place.handler && (place.handler !== '' || n.step === place.step) &&
			(!place.party || n.parties.includes(place.party)) && (!place.phrase || n.phrases.includes(place.phrase)) && (n.field ?? null) === place.field;
	const found = graph.nodes.filter(fits);
	return found.length === 1 ? found[0].id : null;
}

function makeCase(place, { id, since }, current) {
	const page = ['agent', 'manager'].find((role) => state.session.roles?.includes(role));
	const href = { agent: `#/case/${encodeURIComponent(id)}`, manager: `#/ledger/${encodeURIComponent(id)}` }[page];
	return h('tr', {}, h('td', { class: 'case-end', title: id }, href ? h('a', { href }, caseEnd(id)) : caseEnd(id)), h('td', {}, timeText(since)),
		h('td', {}, place.bundle === current ? w.standing.same : h('a', { href: `#/flows/${place.flow}/of/${place.bundle}` }, short(place.bundle))));
}

function makeTable(places, current) {
	const rows = places.flatMap((place) => place.cases.map((one) => makeCase(place, one, current)));
	const all = places.reduce((n, place) => n + place.count, 0);
	return h('div', {}, h('table', { class: 'wall-table' }, h('thead', {}, h('tr', {}, ...['id', 'since', 'bundle'].map((key) => h('th', { scope: 'col' }, w.standing[key])))),
		h('tbody', {}, ...rows)), all > rows.length && h('p', { class: 'quiet' }, w.standing.more(all - rows.length)));
}

const whereOf = (place) => `${place.file}:${place.line} · ${w.kinds[place.kind]}${place.phrase ? ` · say.${place.phrase}` : ''}${place.step ? ` · ${place.step}` : ''}`;

function makeElsewhere(title, about, places, graph) {
	return places.length > 0 && h('section', { class: 'elsewhere' }, h('h3', {}, title), about && h('p', { class: 'quiet' }, about),
		...places.map((place) => h('details', { 'data-line': place.line }, h('summary', {}, `${whereOf(place)} — ${w.standing.here(place.count)}`), makeTable([place], graph.bundle))));
}

/* The panel of one flow. onCounts({node id: number}, onPick): for the picture; onList(): the panel has a list to show. */
export function makeStanding(graph, onCounts, onList) {
	const total = h('p', { role: 'status' }), list = h('div', {}), rest = h('div', {}), shown = h('input', { type: 'checkbox', checked: true });
	let places = [], picked = null, told = '';

	const mine = (kind) => places.filter((place) => place.flow === graph.flow && place.parked === (kind === 'parked'));
	const at = (id) => mine('open').filter((place) => nodeOf(graph, place) === id);

	function pick(id) {
		picked = id;
		draw();
		onList();
	}
	function draw() {
		const counts = {};
		for (const place of mine('open')) {
			const id = nodeOf(graph, place);
			if (id)
				counts[id] = (counts[id] ?? 0) + place.count;
		}
		onCounts(shown.checked ? counts : {}, pick);
		const node = graph.nodes.find((n) => n.id === picked);
		list.replaceChildren(node ? h('section', { class: 'picked-cases' }, h('h3', {}, w.standing.list(`${graph.file}:${node.line} · ${w.kinds[node.kind]}${node.who ? ` · ${node.who}` : ''}`)),
			makeTable(at(picked), graph.bundle)) : h('p', { class: 'quiet' }, w.standing.pickHint));
		rest.replaceChildren(...[makeElsewhere(w.standing.elsewhere, w.standing.elsewhereAbout, mine('open').filter((place) => !nodeOf(graph, place)), graph),
			makeElsewhere(w.standing.parked, '', mine('parked'), graph)].filter(Boolean));
	}
	async function look() {
		const found = await get('/v1/standing');
		const bundles = found.bundles.filter((one) => one.flow === graph.flow);
		const sum = (key) => bundles.reduce((n, one) => n + one[key], 0);
		setText(total, `${sum('open') + sum('parked') ? w.standing.total(sum('open'), sum('parked')) : w.standing.none} (${w.standing.at(timeText(found.at))})`);
		places = found.places;
		const now = JSON.stringify(mine('open').concat(mine('parked')));
		if (now !== told) /* nothing is rebuilt under the hand while nothing changes */
			draw();
		told = now;
	}
	shown.addEventListener('change', draw);
	const stop = everySoOften(LOOK_MS, look);
	return { el: h('section', { class: 'standing', 'aria-label': w.flow.cases }, total, h('label', {}, shown, w.standing.show), list, rest, h('p', { class: 'quiet' }, w.standing.mainHeld)), stop };
}
