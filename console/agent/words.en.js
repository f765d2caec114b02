/* words.en.js: what the pages of a case say, in English. */

/* A role's word within a sentence. */
const low = (word) => word.toLowerCase();

export default {
	loading: 'Loading…', erased: 'Erased', cancel: 'Cancel',
	head: {
		callerRides: 'caller rode', otherRides: 'somebody else rode', booked: 'booked for somebody else', inbound: (role) => `${role} contacted us`,
		bundle: (now) => `Flow version ${now}`, moved: (now, time, before) => `Flow version ${now} (moved from ${before} by the deploy of ${time})`,
		closed: (text, code, time) => `Closed: ${text} (${code}) · ${time}`, keys: 'Keys',
	},
	steps: {
		title: 'Steps', done: 'done', now: 'now', ahead: 'ahead', waiting: 'Looking up the steps ahead…', over: 'closed', stopped: 'stopped',
		aheadHint: 'A step that can come. Depending on the answers it may be passed by.', failed: 'The steps ahead could not be found out.', cut: 'There are too many ways to follow them all: a step may come that is not named here.',
	},
	parked: {
		title: 'The flow of this case has stopped',
		plain: 'There is a mistake in the flow, so it cannot say what comes next. You have done nothing wrong.',
		kept: 'All that was said, the consents with their evidence and the notes are kept. The consent lock holds as before.',
		goOn: 'Go on by hand: “Write yourself” still works, and so do withdrawals and notes.',
		tell: 'Please tell whoever looks after the flows what stands below. Once it is mended, new cases are right.',
		end: 'When the talk is over, leave a note and close the case.',
		copy: 'Copy what to tell', copied: 'Copied', notCopied: 'It could not be copied. Please select the text below and copy it.', details: 'What to tell', original: 'The flow failed while it ran. Tell its designer the text below as it is.',
		write: 'Write yourself', close: 'Go to closing', recorded: 'recorded step', attempted: 'attempted step',
		report: (id, flow, bundle, place, reason) => `Assent case ${id}\nflow ${flow} (version ${bundle})\n${place}\n${reason}`,
	},
	trouble: {
		title: 'Deliveries to look at', unknown: (role) => `Nobody knows whether this reached the ${low(role)}`, dead: (role) => `This did not reach the ${low(role)}`,
		adviceUnknown: 'Ask the person whether it came, or look at the conversation on the platform. If that cannot be found out you can send it again, but it may show twice.',
		adviceDead: 'Send it again, or tell it in another way, by telephone for example.',
		arrived: 'It came, I checked', lost: 'It did not come', again: 'Send again', againSure: 'It may show twice. Send?',
		decided: { again: 'sent again', arrived: 'found to have come', lost: 'found not to have come' },
	},
	lacking: {
		title: 'The words cannot be made: a value is missing', go: 'Go on with this', unknown: 'Nobody knows', unknownSure: 'Skip these words without it?',
		forWhom: (role) => `Words for the ${low(role)}`, blank: (label) => `[${label}]`,
		fields: { trip_date: 'Trip date', origin: 'Origin', destination: 'Destination', agent_name: 'Agent’s name' }, phone: (role) => `Phone of the ${low(role)}`,
		from: {
			trip: 'It stands in the trip record of the admin page.', contact: 'A number from the admin page, or one that the person or the caller told you.',
			public: 'A name that is said to customers.', case: 'It stands in the request.',
		},
		purpose: (text) => `Used for: ${text}`, required: 'Please enter a value.', phoneForm: 'Please enter 7 to 15 digits, such as 010-1234-5678.',
		dateForm: 'Please choose a day, such as 2026-11-20.', tooLong: (max) => `At most ${max} characters.`,
	},
	suggestions: {
		title: 'Suggestion', none: 'There is no suggestion now.', waiting: (role) => `Nothing to say now: waiting for the ${low(role)} to answer.`, past: (n) => `${n} past suggestion${n === 1 ? '' : 's'}`, next: 'Next:', others: 'Next suggestions', to: (role) => `To the ${low(role)}`,
		draft: 'Draft', draftHint: 'This wording is not in the guide and is yet to be confirmed.', choose: 'Show this suggestion',
		noText: 'Without consent no words were made.', blocked: (reason) => `Cannot be sent: ${reason}`,
		send: 'Send', edit: 'Edit and send', ownWords: 'Own words', readOut: 'Read out', skip: 'Skip', insert: 'Put into composer', posted: 'I sent it…',
		insertHere: 'Put into the box', notPartner: (role) => `This conversation is with somebody else. Read it to the ${low(role)} by telephone, then press “Read out”.`,
		outdated: 'Things have changed, and this suggestion is over.',
	},
	editor: {
		edit: 'Edit and send', own_words: 'Send own words', posted: 'Text as sent', goEdit: 'Send edited text', goOwn: 'Send this text', goPosted: 'Sent',
		late: 'This suggestion can no longer be sent. Your text is kept.', lateWhy: (reason) => `Meanwhile this may not be sent any more (${reason}). Your text is kept.`,
		told: 'After you have sent it from Zendesk’s composer, check that the text below is what you sent, and press “Sent”. The record keeps this text.',
	},
	skip: {
		reason: 'Reason for skipping', ends: 'Reason (it counts as no answer)', other: 'Reason (e.g. told by telephone)', go: 'Skip',
		asked: 'Already asked by telephone', readOut: 'Already read out by telephone', askedHint: 'Not skipped: the answer that you heard is awaited.',
		common: 'Common reasons', statement: ['Told by telephone', 'Already known', 'Does not fit now'], question: ['Does not want to answer', 'The call broke off', 'Does not fit now'],
	},
	legal: { asksFor: (kind) => `This notice asks for consent to ${low(kind)}.`, asks: 'This notice asks for consent.', kept: 'What an edit may not cut' },
	why: {
		title: 'Why this suggestion?', flow: 'Flow', opened: 'Opened by', step: 'Step', line: 'Flow line', phrase: 'Phrase', source: 'Source', answer: 'Just before', question: 'Question',
		facts: { topic: 'topic', inbound: 'first contact', caller_is_passenger: 'caller rode', booked_for_other: 'booked for somebody else' },
		values: { true: 'yes', false: 'no', none: 'none', null: 'unknown' }, fact: (name, value) => `${name} = ${value}`,
		notFit: (text) => `${text} (not what opens it: an agent chose this flow)`, phraseText: (id, version, draft) => `say.${id} · version ${version}${draft ? ' · draft' : ''}`,
		handler: (mark, role) => `${role}: ${mark}`, begin: 'the case began',
		states: {
			yes: 'yes', no: 'no', granted: 'granted', denied: 'refused', unanswered: 'no answer', unclear: 'unclear', sent: 'sent', edited: 'sent edited',
			own_words: 'sent in own words', skipped: 'skipped', given: 'number given', declined: 'not told', blocked: 'blocked', heard: 'marked', withdrawn: 'withdrawn',
		},
		answerText: (role, phrase, state) => `${role}${phrase ? ` · say.${phrase}` : ''} → ${state}`,
	},
	unlock: {
		title: 'What is needed?', need: (role, kind) => `Consent of the ${low(role)}: ${low(kind)}`, none: 'All that is needed has been consented to by now: use “Write yourself”.',
		never: 'No consent allows these words. Leave out the trip and other people’s numbers.',
		states: { missing: 'not asked yet', requested: 'awaiting an answer', denied: 'refused', unanswered: 'no answer', withdrawn: 'withdrawn', expired: 'expired' },
		acts: {
			missing: 'Go on to the step at which the flow asks for it.', requested: 'It has been asked. Record the answer if you heard it.',
			denied: 'The person refused. If they change their mind, ask in a new case.',
			unanswered: 'No answer came. To ask again, start a new case.',
			withdrawn: 'The person withdrew it. If they want it again, ask in a new case.',
			expired: 'Its time is over or its notice has changed. It must be asked for again.',
		},
		answer: 'Record the answer', consent: 'See its record',
	},
	questions: {
		title: 'Open questions', kinds: { confirm: 'question', consent: 'consent', ask: 'number' }, asks: (role, kind) => `${role}: ${kind}`,
		states: { offered: 'not asked yet', served: 'awaiting an answer', unclear: 'answer unclear' }, spoken: 'Record a spoken answer', answer: 'Answer', method: 'How it was given',
		words: 'Words heard', wordsHint: 'word for word (such as: yes, fine)', record: 'Record answer', phone: (role) => `Phone of the ${low(role)}`, give: 'Enter', declined: 'Refused',
		listen: (role, marks) => `Waiting for the ${low(role)}: ${marks}`, quoted: (mark) => `“${mark}”`, time: 'Waiting until a set time',
	},
	consents: {
		title: 'Consents', none: 'No consent was asked for yet. Before one is given, nothing about the trip or the request goes to third parties.',
		kind: (kind) => `Consent: ${low(kind)}`, shown: 'The notice exactly as shown', notShown: 'No notice was shown yet.', history: 'History', who: 'Who', whom: 'For whom', about: 'About',
		items: 'Items', since: 'Since', until: 'Until', noEnd: 'no set end', notYet: 'not given yet', over: 'not in force now', phrase: 'Notice',
		phraseText: (id, version) => `say.${id} · version ${version}`, answer: 'Record a spoken answer', withdraw: 'Record withdrawal', withdrawSure: (role) => `Withdraw all consents of the ${low(role)}?`,
		validUntil: (time) => `Valid until ${time}.`,
	},
	compose: {
		title: 'Write yourself', to: 'To', text: 'Own message', hint: 'beside the suggestions', go: 'Send own message',
		bound: (role) => `This is the suggestion for the ${low(role)}. Sending it answers that suggestion.`, loose: 'Send apart from it',
		late: 'The suggestion that you put in is over. Your text is kept, and goes out as your own message.',
	},
	tools: {
		title: 'People', member: 'member', guest: 'not a member', mode: 'Served by', toWhom: 'With whom should we talk', mark: 'Mark', withdrawSure: 'Mark as withdrawn?',
		close: 'Close case', closeSure: 'Really close?',
	},
	notes: { title: 'Notes', hint: 'seen by agents only', go: 'Add note', flow: 'flow', engine: 'engine' },
	chat: {
		from: { party: '', agent: 'agent', engine: 'automatic' }, spoken: (from) => `${from} · by voice`, message: 'Message', hint: 'Type a message', send: 'Send',
		none: 'Nothing was said yet.', elsewhere: 'What this person says comes in by that channel.', closed: 'This case is closed.', outside: 'Outside of this page', served: (mode) => `served by ${mode}`,
		plays: (role) => `You play the ${low(role)}`, at: (place) => `Talking on ${place}`, phone: (role) => `Telephone of the ${low(role)} (played by you)`, talk: (role) => `Talk with the ${low(role)}`,
		sees: (subject) => `What the ${low(subject)} sees`, others: 'Other people', nobody: 'No third party yet. Whom the caller delegates appears here.',
	},
	keys: {
		title: 'Keys', open: 'Show keys', close: 'Close', single: 'Use single-letter keys',
		about: 'They are not heard while you type. With a Korean keyboard the same places work.',
		acts: {
			back: 'Back to the cases', take: 'Take over', main: 'Main button of the suggestion (send)', edit: 'Edit and send', own: 'Own words', read: 'Read out', skip: 'Skip', posted: 'Sent by myself', insert: 'Put into the box or composer',
			next: 'Show the next suggestion', answer: 'Record a spoken answer', value: 'Enter a missing value', write: 'Write yourself', note: 'Note', why: 'Why this suggestion', unlock: 'What is blocked, and what it needs',
			consents: 'Consents', tools: 'Marks and modes of people', talk: 'Talk (each time the next person)', trouble: 'Deliveries to look at', close: 'To the closing button', help: 'This sheet',
			submit: 'Send what you are writing', leave: 'Leave (what you wrote is kept)', reasons: 'Common reasons for skipping',
		},
	},
};
