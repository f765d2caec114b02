/* words.en.js: what the designer's pages say, in English. */
const count = (n) => n.toLocaleString('en-GB');
const many = (n, one, more = `${one}s`) => `${count(n)} ${n === 1 ? one : more}`;

export default {
	title: 'Flows', pageTitle: 'Flows · Assent', back: 'All flows', none: 'none',
	folder: {
		at: (dir) => `Working folder ${dir}`, same: 'Same as in use', differs: 'Differs from what is in use', broken: 'Has mistakes that keep it from being read',
		unreadable: 'The working folder cannot be read: only what is in use is shown.', changed: 'Files have changed.', redraw: 'Draw again', errors: 'To be mended first',
		isNew: 'new', edited: 'edited', unchanged: 'as in use', gone: 'not in the folder',
	},
	list: {
		flow: 'Flow', open: 'Open cases', parked: (n) => `${count(n)} parked`, reached: 'Lines reached by plays', faults: 'Faults', version: 'Version',
		notChecked: 'not checked', empty: 'There are no flows. Begin one with assent new NAME.', whole: 'every path', notWhole: 'not every path',
	},
	check: {
		title: 'Check', go: 'Check', again: 'Check again', about: 'Follows every path and finds what is wrong. It takes some tens of seconds.',
		stale: 'Files have changed since. What follows is about the files before.', waiting: 'Waiting for its turn…',
		running: (flow, states, waiting) => `${flow}: ${count(states)} states seen, ${count(waiting)} to go`,
		clean: 'No faults.', found: (n) => many(n, 'fault'), warnings: (n) => many(n, 'warning'), drafts: (n) => `with ${many(n, 'draft')}`,
		accepted: (n) => `with ${count(n)} under an exception`, play: 'Play the dialogue', original: 'The flow failed while it ran. Mend what the text below says, at that file and line.', noPlay: 'It is about all paths and not about one dialogue.',
		figures: 'Paths followed', states: 'States', ways: 'Ways', ends: 'Ends', took: 'Time', seconds: (s) => `${s} s`,
		whole: 'Every path was followed', notWhole: 'Not every path was followed: there may be more faults.',
		interrupts: (n) => `Interrupts were followed up to ${count(n)} at once`,
		times: (cut) => `Of the times of case:now each hour of a week and those around times that the flow names were tried, one for each way that follows${cut ? ', and not all of those' : ''}; others were not`,
		draws: (cut) => (cut ? 'Not all draws of case:random were followed' : 'Every draw of case:random was followed'),
	},
	flow: {
		picture: 'Picture of the flow', pictureOf: (title) => `${title}: picture of the flow`, folder: 'Working folder', used: 'In use', stored: (hash) => `Version ${hash}`, version: 'Version shown',
		drawing: 'Following every path to draw it. The first time takes some seconds…', find: 'Find in the picture', findHint: 'phrase, words, line', found: (at, of) => `${at}/${of}`, foundNone: 'none',
		zoomIn: 'Larger', zoomOut: 'Smaller', fit: 'Show all', width: 'Fit the width', zoom: (percent) => `${percent}%`,
		keys: 'In the picture: arrows to move, + − for the size, 0 to show all', source: 'Source', reach: 'Reached', cases: 'Open cases', plays: 'Dialogues',
		picked: 'Chosen place', within: (span) => `waits ${span}`, opens: (what) => `Opens: ${what}`, draft: 'draft', otherLanguages: 'In other languages',
	},
	reach: {
		show: 'Mark what plays reach', go: 'Run the plays', about: 'Runs all plays and marks what they reach of this flow and what not. It takes some seconds.', running: (n, of) => `Play ${count(n)}/${count(of)}`,
		lines: 'Lines', branches: 'Branches', outcomes: 'Outcomes', phrases: 'Phrases', nodes: 'Places', edges: 'Arrows', of: (n, all) => `${count(n)} / ${count(all)}`,
		all: 'Plays reach all of it.', missed: 'Not reached', line: (line) => `line ${line} never runs`,
		branch: (line, to) => (line === to ? `line ${line} never goes on within the line` : `line ${line} never goes on to line ${to}`),
		outcome: (line, what, state) => `line ${line}, ${what}: never ends as “${state}”`, phrase: (id) => `say.${id}: never shown`,
		node: (line, what) => `line ${line}, ${what}: this place of the picture is never come to`, edge: (label) => `the arrow “${label}” is never taken`,
		otherVersion: 'Plays run on the flows of the working folder. The version that you look at is another, so nothing is marked.', failed: (n) => `${many(n, 'play')} do not hold on the flows as they are`,
		not: 'not reached', partly: 'Arrows reached in part', part: (line, label, states) => `line ${line}, “${label}”: never ${states}`, legend: 'Green: reached · yellow: in part · red dots: not reached',
	},
	kinds: { suggest: 'suggestion', say: 'said', confirm: 'question', consent: 'consent', ask: 'asks a value', listen: 'listens', wait: 'waits', parked: 'parked' },
	states: {
		yes: 'yes', no: 'no', unclear: 'unclear', unanswered: 'unanswered', granted: 'granted', denied: 'denied', withdrawn: 'withdrawn', sent: 'sent', edited: 'edited',
		own_words: 'own words', skipped: 'skipped', given: 'given', declined: 'declined', known: 'known already', blocked: 'blocked', heard: 'heard', elapsed: 'elapsed',
	},
	standing: {
		show: 'Show open cases', here: (n) => many(n, 'open case'), press: (n) => many(n, 'open case'), at: (time) => `as of ${time}`, total: (open, parked) => `${many(open, 'open case')} and ${count(parked)} parked in this flow`,
		none: 'No case is open in this flow.', elsewhere: 'Not in this picture', elsewhereAbout: 'Cases on another version are placed by what they wait for. Where that is not exactly one place of this picture, they stand here.',
		parked: 'Parked cases', since: 'Since', bundle: 'Version', id: 'Case', same: 'this one', more: (n) => `and ${count(n)} more`, pickHint: 'Press a number in the picture to see the cases there.',
		mainHeld: 'A case with an interrupt at work is counted at two places.', list: (where) => `Cases at ${where}`,
	},
	player: {
		plays: 'Plays', faults: 'Found by the check', none: 'This flow has no plays.', first: 'First', back: 'Back', next: 'Forward', last: 'Last', step: 'Step', at: (n, of) => `${n} / ${of}`,
		opened: 'The case was opened', line: (n) => `line ${n}`, talk: 'Talk', everybody: 'Everybody', offered: 'Offered to the agent', blocked: 'Blocked', consents: 'Consents', waits: 'Waits at',
		stepIs: (step) => `Step: ${step}`, closed: (outcome) => `Closed: ${outcome}`, parked: 'Parked',
		fails: (line, text) => (line ? `It does not hold at line ${line}: ${text}` : text), fault: 'The fault that shows here', keys: '← → for one step, Home and End for the first and the last', text: 'Text of the play', noTalk: 'Nothing has been said yet.',
		loading: 'Playing the dialogue…', gone: 'This fault is not in the result any more: check again.', from: { agent: 'agent', engine: 'engine', party: 'in person' }, leave: 'Close the dialogue', note: 'Note',
	},
	bundles: {
		title: 'Versions and deploys', pageTitle: 'Versions · Assent', about: 'Flows that were deployed, and versions that open cases are on.', folder: 'Working folder', folderAbout: 'as the files stand now',
		hash: 'Version', since: 'When', who: 'By', from: 'From', open: 'Open cases', current: 'in use', moving: 'cases are being moved', notDeployed: 'Used without a deploy', firstCase: (time) => `first case ${time}`,
		neverDeployed: 'Nothing was ever deployed. New cases begin with the flows as they were read from the working folder.', usedFromFolder: 'as read from the folder', flows: (n) => many(n, 'flow'), compare: 'Compare', compareHint: 'Choose two versions.', pick: (name) => `Compare: ${name}`,
		deploy: 'Deploy…', goBack: 'Go back to it…', same: 'The same as in use',
	},
	deploy: {
		title: (name) => `Deploy: ${name}`, preview: 'Preview', previewAbout: 'Checks the flows and says beforehand what becomes of each open case. Nothing changes.', go: 'Deploy', sure: 'Really deploy? Press once more',
		needPreview: 'Preview it first.', running: 'Checking', deploying: 'Checking and deploying', verdicts: (c, s, p) => `${count(c)} continue · ${count(s)} stay · ${count(p)} need a person`,
		continues: 'continues', stays: 'stays', person: 'needs a person', why: 'Why', step: 'Step', noCases: 'No case is open.', done: (n, hash) => `Deploy ${n} (${hash}) is in use.`, by: (name) => `Deployed by ${name}`,
		reached: (moved, stayed, parked) => `Open cases: ${count(moved)} went on with it, ${count(stayed)} stayed on their own version, ${count(parked)} are parked`, failed: 'Nothing was deployed; what is in use stays.', failedPreview: 'It cannot be previewed. Mend what is wrong, and preview it again.',
		stale: 'Files have changed since the preview: preview it again.', more: (n) => `and ${count(n)} more`, becomes: 'What becomes of it', on: { new: 'on the new version', own: 'on its own', none: 'cannot go on' },
	},
	diff: {
		title: (a, b) => `${a} → ${b}`, running: (flow, states, waiting) => `${flow}: ${count(states)} states seen, ${count(waiting)} to go`, waiting: 'Waiting for its turn…', leave: 'Every path is compared, which may take minutes. It goes on when you leave this page, and its result is here when you come back.', behaviour: 'What they do', phrases: 'Phrases', files: 'Files',
		same: 'Both do and say the same.', sameBehaviour: 'They do the same.', cut: (n) => `There are more differences than these ${count(n)}, which are not told.`, notWhole: 'Not every path was followed: there may be more.', way: 'After this dialogue', begins: 'They begin differently', was: 'before', now: 'after', nothing: 'nothing',
		isNew: 'is new', isGone: 'is gone', ends: (was, now) => `${was} ways to end → ${now}`, found: (n) => many(n, 'difference'), noFiles: 'The files are the same.', absent: '(none)', added: 'new file', removed: 'gone', swap: 'Swap', unchanged: (n) => `${many(n, 'line')} the same`,
	},
};
