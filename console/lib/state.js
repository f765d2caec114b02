/* state.js: what the page knows: who is signed in, the flows, unsent drafts, acts without an answer yet. */
import { change, get, getSession, newId } from './api.js';
import { language } from './language.js';

/* composer: where the agent writes beside our page (zendesk.js); null: only here. */
export const state = { session: null, flows: [], topics: {}, composer: null };

/* Who has not the role only looks on. */
export const isAgent = () => state.session.roles.includes('agent');

/* Beside a composer the console's own telephones are nobody's: who is on no platform hears nothing of what we send. */
export const canSendTo = (party) => !state.composer || party.platform !== 'console';

export async function loadSession() {
	state.session = await getSession();
	setFlows(await get('/v1/flows'));
}

function setFlows({ flows, topics_told: told }) {
	state.flows = flows;
	state.topics = Object.fromEntries(Object.entries(told).map(([code, word]) => [code, word[language]]));
}

/* The engine reads the designer's files again; a mistake in them is thrown, and the old flows stay. */
export async function reloadFlows() {
	setFlows(await change('/v1/flows/reload', {}));
}

export function flowTitle(flow) {
	return state.flows.find((f) => f.flow === flow)?.title ?? flow;
}

/* A frame of another site may be denied all storage: then drafts live as long as the page. */
function storage() {
	try {
		return globalThis.sessionStorage;
	} catch {
		const kept = new Map();
		return { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key), clear: () => kept.clear() };
	}
}
const kept = storage();

/* Drafts outlive a reload, not the tab. */
export const drafts = {
	get: (key) => kept.getItem(`draft:${key}`),
	set: (key, text) => kept.setItem(`draft:${key}`, text),
	drop: (key) => kept.removeItem(`draft:${key}`),
	clear: () => kept.clear(),
};

const unanswered = new Map(); /* slot -> {id, text}: may have been taken */

/* One act of a person: one event id, kept while the same act is tried again without an answer. */
async function once(slot, path, body) {
	const text = JSON.stringify(body);
	const before = unanswered.get(slot);
	const id = before?.text === text ? before.id : newId();
	unanswered.set(slot, { id, text });
	try {
		const answer = await change(path, { id, ...body });
		unanswered.delete(slot);
		return answer;
	} catch (error) {
		if (!error.isLost)
			unanswered.delete(slot);
		throw error;
	}
}

export const openCase = (body) => once('open', '/v1/cases', body);

/* slot: which control acts, so that two controls never share an id. */
export const act = (caseId, slot, body) => once(`${caseId}:${slot}`, `/v1/cases/${encodeURIComponent(caseId)}/events`, body);
