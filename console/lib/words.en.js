/* words.en.js: what all pages say, in English. */
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const quoted = (words) => (words ? ` “${words}”` : '');

export default {
	locale: 'en-GB',
	frame: {
		title: 'Assent console', nav: 'Main menu', cases: 'Cases', start: 'New case', ledger: 'Ledger', phrases: 'Phrases', flows: 'Flows', bundles: 'Versions', signOut: 'Sign out',
		signOutSure: 'To come back you need a new address, from assent sign-in on the server. Sign out?', signOutProxy: 'This signs you out of the company sign-in, too. Sign out?', who: (name) => name,
		lost: 'The line to the server is down. Trying again… What you typed is still here.',
		otherLanguage: '한국어', noPage: 'There is no page at this address.', noRole: 'You have no role for this page. Ask whoever manages Assent for it.',
		loading: 'Loading…', notLoaded: 'There is no connection to the server. This page comes as soon as there is one.', again: 'Load again',
	},
	signIn: {
		title: 'Sign in · Assent console', heading: 'Sign in to the console', about: 'The name that you enter stands in consent records and notes as the agent\'s.',
		as: { manager: { name: 'Your name', about: 'The name that you enter stands in the record of exports and of what was looked at.' }, designer: { name: 'Your name', about: 'The name that you enter stands in the record of deploys.' } },
		name: 'Your name', example: 'e.g. Hana Kim', go: 'Start', already: 'To the page where you are signed in',
		forYou: 'This address is for one person: you sign in under the name that it was made for.',
		noToken: 'Open the address that the server printed at its start, or one from assent sign-in on the server: it carries the token, good for one sign-in.',
	},
	live: { status: 'Status', alert: 'Problem' },
	acting: {
		stillSend: 'There is a reason to send it all the same…', reason: 'Reason to send it all the same', reasonHint: 'Reason (recorded with your name)',
		sendWithReason: 'Send with this reason',
	},
	roles: { caller: 'Caller', passenger: 'Passenger', spouse: 'Spouse', vehicle_owner: 'Car owner', other: 'Third party', driver: 'Driver' },
	accessRoles: { agent: 'agent', manager: 'manager', designer: 'designer', operator: 'operator' },
	modes: { assist: 'Agent', bot: 'Bot' },
	languages: { ko: 'Korean', en: 'English' },
	statuses: { open: 'Open', closed: 'Closed', parked: 'Parked' },
	consentKinds: { delegation: 'Delegation', collection: 'Data collection', relay: 'Relay', reply: 'Reply' },
	consentStates: { requested: 'Requested', granted: 'Granted', denied: 'Denied', unanswered: 'Unanswered', withdrawn: 'Withdrawn', expired: 'Expired' },
	methods: { phone: 'Telephone', chat: 'Chat', sms: 'Text message', in_person: 'In person' },
	answers: { yes: 'Yes', no: 'No', unclear: 'Unclear' },
	marks: { delegate_request: 'Asks to delegate', source_complaint: 'Complains about the source', withdrawal: 'Withdraws consent', callback_request: 'Asks to be called back' },
	purposes: { suggest: 'Information', say: 'Information', confirm: 'Question', consent: 'Consent notice', ask: 'Asks for a number', reask: 'Asks again' },
	suggestionStates: {
		offered: '', sent: 'Sent', edited: 'Sent, edited', own_words: 'Sent in own words', read_out: 'Read out', posted: 'Sent by hand', asked: 'Asked already',
		skipped: 'Skipped', blocked: 'Blocked', ended: 'Over',
	},
	deliveries: {
		shown: '', spoken: 'Told by voice', queued: 'Sending', ready: 'Sending', sending: 'Sending', retry: 'Trying again',
		sent: 'Delivered', unknown: 'Nobody knows whether it arrived', dead: 'Could not be delivered', held: 'Goes out once the chat opens',
	},
	legalItems: {
		purpose: 'Purpose', items: 'Items', retention: 'Kept for', refusal: 'Right to refuse', withdrawal: 'Right to withdraw', need: 'Why it is needed',
		question: 'Question', recipient: 'Recipient',
	},
	outcomes: {
		consulted: 'The third party was consulted', no_delegation: 'The caller did not consent to the delegation',
		collection_refused: 'The non-member did not consent to the collection of data', caller_not_reached: 'The caller in person was not reached',
		caller_busy: 'The caller cannot talk now', delegate_not_reached: 'The delegate was not reached',
		no_call_back: 'The person who asked does not want to be called back', no_request: 'The caller did not ask to delegate',
		no_number: 'There is no number of the third party', other_delegate: 'The caller named somebody whom this flow is not for',
		relayed: 'Driver and customer were told each other\'s words', no_relay: 'The customer did not consent to the relay',
		no_reply: 'The driver did not consent to pass the reply on', driver_not_reached: 'The driver in person was not reached',
		withdrawn: 'A consent was withdrawn', consent_lost: 'A consent was lost on the way', closed_by_agent: 'Closed by an agent',
	},
	evidence: {
		agent: 'An agent', agentNamed: (name) => name,
		flow: 'the flow asked for it', sent: 'notice sent', read_out: 'notice read out',
		button: (label) => `pressed a button (${label})`,
		attested: (by, method, words) => `${by} recorded a spoken answer (${method})${quoted(words)}`,
		timer: 'time ran out', close: 'the case ended', skipped: (by) => `${by} chose not to ask`,
		mark: (by) => `${by} marked a withdrawal`, self: 'withdrew in person',
		notice_changed: (items) => `the notice changed${items ? ` (${items})` : ''}`,
		again: 'asked again later, as the notice changed', record: (by) => `${by} recorded it`, gate: 'the lock closed',
		message: (words) => `wrote it${quoted(words)}`,
	},
	errors: {
		input: 'Please check what you entered.',
		unauthorized: 'Please sign in.',
		forbidden: 'This is not allowed. Reload the page.',
		unknown: 'There is no such thing.',
		taken: 'Another agent is writing in this case. Take over, then try again.',
		conflict: 'Things changed meanwhile, so it was not done.',
		config: 'The server is not set up for this yet.',
		consent: 'Not sent: there is no consent for it.',
		too_large: 'This is too long.',
		flow: 'Not done: the flow has a mistake.',
		busy: 'The server is busy and has not done it yet. Try again in a moment.',
		over: 'The time of this page is over. Reload the app to go on.',
		zendesk: 'Zendesk\'s page does not answer. Reload the ticket.',
		ticket: 'This ticket has not been saved yet. Save it and open it again.',
		composer: 'It could not be put into the composer. Copy the text, send it, then press “Sent…”.',
		network: 'The server cannot be reached. What you typed is still here: try again in a moment.',
		needs: (roles) => `This needs the role ${roles.join(' or ')}. Whoever runs Assent gives roles.`,
		other: 'It could not be done.',
	},
	asSubject: (word) => word,
	until(time, left) {
		if (left <= 0)
			return `was until ${time}`;
		const hours = Math.floor(left / 60);
		return `until ${time} (${hours ? `${hours} h${left % 60 ? ` ${left % 60} min` : ''}` : `${left} min`} left)`;
	},
	day: (month, day) => `${day} ${months[month - 1]}`,
};
