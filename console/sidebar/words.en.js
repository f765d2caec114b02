/* words.en.js: what the sidebar says beside the pages of a case, in English. */

export default {
	loading: 'Loading…', partner: 'This conversation is with', talks: 'Talk', talk: (role) => `Talk with the ${role.toLowerCase()}`,
	lost: 'The connection is lost. Connecting again…', cases: 'Cases of this ticket', another: 'New case',
	choice: (status, time, step) => `${status} · ${time} · ${step || 'not begun'}`,
	onlyNumber: (why) => `Records will hold your Zendesk number, not your name. ${why}`, onlyThere: 'This page opens only in the sidebar of a Zendesk ticket.',
	startTitle: 'Start a case of this ticket', start: 'Start a case with this ticket', parties: 'Parties',
	notRead: (why) => `The values of the ticket could not be read. Please check “facts” in the app's settings. (${why})`,
	unfit: (names) => `The ticket's values do not fit: ${names}`,
};
