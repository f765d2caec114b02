/* deploy.js: what a deploy would do to each open case, and the deploy itself: its progress and what became of it. */
import { change, get } from '../lib/api.js';
import { problemBox } from '../lib/acting.js';
import { h, setText, show, sureButton } from '../lib/dom.js';
import { language } from '../lib/language.js';
import { flowTitle } from '../lib/state.js';
import { caseEnd, toldText } from '../lib/words.js';
import w from './words.js';

const ASK_MS = 800, SHOWN_MAX = 300;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const count = (lines, verdict) => lines.filter((one) => one.verdict === verdict).length;

function makeVerdict(one) {
	return h('tr', { class: one.verdict, 'data-case': one.case }, h('td', { class: 'case-end', title: one.case }, caseEnd(one.case)), h('td', { title: one.flow }, flowTitle(one.flow)), h('td', {}, one.at_step),
		h('td', {}, h('span', { class: `chip ${{ person: 'denied', stays: 'requested', continues: 'granted' }[one.verdict]}` }, w.deploy[one.verdict]), h('div', { class: 'quiet' }, w.deploy.on[one.on])), h('td', {}, toldText(one.why_told, one.why)));
}

/* Those that need a person first. */
function makeVerdicts(lines) {
	const list = lines.filter((one) => one.verdict), order = ['person', 'stays', 'continues'];
	if (!list.length)
		return [h('p', { class: 'quiet' }, w.deploy.noCases)];
	const sorted = list.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
	return [h('p', { role: 'status' }, w.deploy.verdicts(...['continues', 'stays', 'person'].map((one) => count(list, one)))),
		h('div', { class: 'verdicts', tabindex: '0', role: 'region', 'aria-label': w.deploy.preview }, h('table', { class: 'wall-table' }, h('thead', {}, h('tr', {},
			...[w.standing.id, w.list.flow, w.deploy.step, w.deploy.becomes, w.deploy.why].map((text) => h('th', { scope: 'col' }, text)))), h('tbody', {}, ...sorted.slice(0, SHOWN_MAX).map(makeVerdict)))),
		sorted.length > SHOWN_MAX && h('p', { class: 'quiet' }, w.deploy.more(sorted.length - SHOWN_MAX))].filter(Boolean);
}

function makeDone({ lines, by }) {
	const { deploy, hash, reached } = lines.at(-1);
	return [h('p', { class: 'good' }, w.deploy.done(deploy, hash.slice(0, 12))), h('p', {}, w.deploy.by(by)), reached && h('p', {}, w.deploy.reached(reached.moved, reached.stayed, reached.parked))].filter(Boolean);
}

const makeFailed = ({ dry_run: dry, error }) => [h('p', { class: 'bad' }, dry ? w.deploy.failedPreview : w.deploy.failed), h('pre', { class: 'problem', tabindex: '0' },
	error.split('\n').filter((line) => !line.startsWith('{"progress"')).join('\n'))];

/* version: a row of bundles.js; content(): of the folder as it is now; onDone(): something came into use. */
export function makeDeploy(version, content, onDone) {
	const problem = problemBox(), told = h('div', { class: 'deploy-told' }), waiting = h('p', { class: 'quiet working', role: 'status', hidden: true });
	const stale = h('p', { class: 'chip draft', hidden: true }, w.deploy.stale), need = h('span', { class: 'quiet' }, w.deploy.needPreview);
	const preview = h('button', { type: 'button', onclick: () => run(true) }, w.deploy.preview);
	const go = sureButton(w.deploy.go, w.deploy.sure, () => run(false), { class: 'primary', disabled: true });
	let gone = false, looked = null; /* the content that was previewed */

	const to = version.id;
	const isFolder = to === 'folder';
	function allow(may) {
		go.disabled = !may;
	}
	async function follow(dry) {
		for (;;) {
			const now = await get('/v1/deploys/run');
			if (gone || now.state !== 'running')
				return gone ? null : now;
			const p = now.progress, doing = dry ? w.deploy.running : w.deploy.deploying;
			setText(waiting, p?.flow ? `${doing} — ${w.check.running(p.flow, p.states, p.waiting)}` : doing);
			await pause(ASK_MS);
		}
	}
	function tell(ran, dry) {
		told.replaceChildren(...(ran.state === 'failed' ? makeFailed(ran) : dry ? makeVerdicts(ran.lines) : makeDone(ran)));
		if (ran.state === 'failed')
			return;
		allow(dry);
		if (!dry)
			onDone();
	}
	/* start(): what begins it; nothing, where it runs already. */
	async function work(dry, start) {
		problem.clear();
		allow(false);
		show(need, false);
		show(stale, false);
		preview.disabled = true;
		show(waiting, true);
		setText(waiting, dry ? w.deploy.running : w.deploy.deploying);
		try {
			await start();
			const ran = await follow(dry);
			if (ran)
				tell(ran, dry);
		} catch (error) {
			problem.say(error);
		}
		show(waiting, false);
		preview.disabled = false;
	}
	function run(dry) {
		const asked = content();
		return work(dry, async () => {
			await change('/v1/deploys/run', isFolder ? { to, content: dry ? asked : looked, dry_run: dry, language } : { to, dry_run: dry, language });
			looked = asked;
		});
	}
	return {
		el: h('section', { class: 'deploy card', 'aria-label': w.deploy.title(version.name) }, h('h2', {}, w.deploy.title(version.name)), h('p', { class: 'quiet' }, w.deploy.previewAbout),
			h('div', { class: 'row' }, preview, go, need), stale, waiting, problem.el, told),
		begin: () => preview.focus(),
		/* One that was begun before this page was opened; it fails where the files have changed since. */
		resume: (dry) => work(dry, () => { looked = content(); }),
		changed() {
			const isStale = isFolder && looked !== null && looked !== content() && !go.disabled;
			if (isStale) {
				show(stale, true);
				allow(false);
			}
		},
		stop() { gone = true; },
	};
}
