/* words.en.js: the queue, a new case, and those who share a case, in English. */

const low = (word) => word.toLowerCase();

export default {
	queue: {
		title: 'Cases', start: 'New case', search: 'Find', searchHint: 'id, place, step, last 4 digits',
		filterBy: 'What is waited for', filters: { all: 'All', agent: 'Waits for an agent', party: 'Waits for customers', parked: 'Parked', unknown: 'Delivery unknown', closed: 'Closed' },
		columns: { waits: 'Waits for', title: 'Case', step: 'Step · outcome', since: 'Since', until: 'Until' },
		what: {
			withdrawn: 'Withdrawn', unknown: 'Delivery unknown', undelivered: 'Not delivered', attest: 'Record an answer', value: 'Enter a value', suggestion: 'Send a suggestion', parked: 'Parked',
			reach: 'Conversation not open yet', answer: 'Waits for an answer', request: 'Waits for a request', time: 'Waits for its time', closed: 'Closed', nothing: 'Open',
		},
		whom: {
			withdrawn: (of) => `consent of the ${low(of)} · please check`, unknown: (of) => `said to the ${low(of)}`, undelivered: (of) => `said to the ${low(of)}`,
			attest: (of) => `of the ${low(of)}`, value: (of) => `words for the ${low(of)}`, suggestion: (of) => `to the ${low(of)}`, reach: (of) => low(of), answer: (of) => low(of), request: (of) => low(of),
		},
		more: (count) => `and ${count} more`,
		minutes: (n) => (n < 1 ? 'just now' : n < 60 ? `${n} min` : n < 60 * 24 ? `${Math.floor(n / 60)} h` : `${Math.floor(n / 60 / 24)} d`),
		route: (from, to) => `${from} → ${to}`, count: (n) => `${n}`,
		none: 'No case is like this.', empty: 'There are no cases yet. Press “New case” to begin.',
		moved: 'Sort anew', limit: (n) => `Of the open cases the ${n} opened last are shown.`,
		undecoded: 'Deliveries that could not be used', undecodedAbout: 'They were signed rightly, but could not be read, and are kept. Look at the sender’s settings.',
		bytes: (n) => `${n} bytes`, undecodedBody: 'Content (personal data blotted out)',
	},
	team: {
		alsoHere: (names) => `${names.join(', ')} also ${names.length > 1 ? 'have' : 'has'} this case open.`,
		writes: (name) => `${name} is writing.`, readOnly: 'You can only read now.',
		tookOver: (name) => `${name} has taken over. What you typed is still here.`,
		yours: 'You can write in this case now.', take: 'Take over', comesBack: 'Waiting for the one who wrote to come back.',
		people: 'Agents who have this case open', looksOn: 'You look on as a manager: nothing can be changed here, and of numbers only the last four digits are shown.', ledger: 'Consents of this case',
	},
	tour: {
		title: 'Two-minute tour', about: 'Handle a case yourself from its beginning: ask for consent, look at its record, and see what a withdrawal changes.',
		start: 'Start the tour', leave: 'Leave the tour', next: 'Next', close: 'Finish', toTarget: 'Go there',
		count: (at, of) => `Tour ${at}/${of}`, ended: 'This case ended in another way. You can take the tour again from “New case”.',
		steps: {
			send: { todo: 'Press “Send” to send the first suggestion.', why: 'The flow has chosen what the guide says now, and has filled it in.' },
			answer: { todo: 'Now be the caller: press “네” on the telephone.', why: 'On this page you can play the customers, too.' },
			again: { todo: 'The flow has seen the answer and offers what comes next. Send it.', why: 'Nobody need know the order by heart: one thing is offered at a time.' },
			answerAgain: { todo: 'Answer “네” as the caller once more.', why: 'What comes next asks for consent.' },
			notice: { todo: 'Send the notice.', why: 'It says what the law requires, and an edit cannot take that away.' },
			agree: { todo: 'As the caller, press “네” below the notice.', why: 'Only the person can consent: neither a flow nor an agent can do it instead.' },
			record: { todo: 'Open the record of the consent.', why: 'The words as they were shown, the button and the time stand there, as proof years later.' },
			open: { todo: 'Now there is something to say to the passenger. Do not send it yet.', why: 'Before the consent nothing could reach the passenger.' },
			withdraw: { todo: 'The caller has second thoughts: press “Withdraws consent” twice.', why: 'To withdraw must be as easy as to consent.' },
			locked: { todo: 'The suggestion that you could send just now is locked.', why: 'The lock is in the engine and not on the page: there is no way around it.' },
			end: { todo: (file) => `That is all. The record stands in ${file}.`, why: 'The list of cases shows who waits for what, the most urgent first.' },
		},
	},
	start: {
		title: 'New case', guide: (name) => `Guide ${name}`, now: 'Start now', edit: 'Edit first', own: 'Start with your own facts', parties: 'Parties',
		go: 'Start with these', unknown: 'Unknown', member: 'Member', nonMember: 'Not a member', phoneHint: 'Leave empty if unknown',
		phoneOf: (role) => `${role}: number`, memberOf: (role) => `${role}: member or not`, modeOf: (role) => `${role}: served by`, languageOf: (role) => `${role}: language`,
		facts: { topic: 'Topic', trip_date: 'Date of the trip', origin: 'From', destination: 'To', caller_is_passenger: 'Passenger', booked_for_other: 'Booked for another',
			inbound: 'Who contacted us', agent_name: 'Name of the agent' },
		originHint: 'e.g. Gangnam Station, exit 11', destinationHint: 'e.g. Pangyo Station', self: 'The caller', someone: 'Somebody else', used: 'Yes', notUsed: 'No',
		noInbound: 'Nobody (we make contact)',
		reasons: 'No single flow fits', reasonsAbout: 'Read the reasons and choose a flow.', fits: 'Fits', fitsNot: 'Does not fit',
		withThis: 'Start with this flow',
		reload: 'Read the flows again', reloaded: 'Read. New cases begin with them.',
		deployed: 'This server runs deployed flows. Change them and run assent deploy.',
	},
	examples: {
		case1: { title: '“Talk to the passenger”', about: 'The caller, asked about a fare, tells us to talk to the passenger, whose number we do not know.',
			origin: 'Yeouido Station, exit 5', destination: 'Omokgyo Station' },
		case2: { title: 'The owner asks about an accident', about: 'The owner of the car contacts us about an accident. The owner is not a member.',
			origin: 'Gangnam Station, exit 11', destination: 'Pangyo Station' },
		case3: { title: '“Talk to my husband”', about: 'The caller had an accident and asks us to talk to the spouse.',
			origin: 'Jamsilsaenae Station', destination: 'Misa, Hanam' },
		case4: { title: 'Booked for another', about: 'The caller booked for somebody else, whose number is in the admin record, so it is not asked for again.',
			origin: 'Seoul National University Station', destination: 'Beomgye Station' },
	},
};
