/* words.en.js: what the sidebar says beside the pages of a case, in English. */

export default {
	loading: 'Loading…', partner: 'This conversation is with', talks: 'Talk', talk: (role) => `Talk with the ${role}`,
	lost: 'The connection is lost. Connecting again…', cases: 'Cases of this ticket', another: 'New case',
	choice: (status, time, step) => `${status} · ${time} · ${step || 'not begun'}`,
	onlyNumber: (why) => `Records will hold your Zendesk number, not your name. ${why}`, onlyThere: 'This page opens only in the sidebar of a Zendesk ticket.',
};
