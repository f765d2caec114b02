/* words.ko.js: what the designer's pages say, in Korean. */
const count = (n) => n.toLocaleString('ko-KR');

export default {
	title: '흐름', pageTitle: '흐름 · Assent', back: '흐름 목록', none: '없음',
	folder: {
		at: (dir) => `작업 폴더 ${dir}`, same: '사용 중인 판과 같음', differs: '사용 중인 판과 다름', broken: '읽을 수 없는 잘못이 있음',
		unreadable: '작업 폴더를 읽을 수 없어, 사용 중인 판만 보여 드립니다.', changed: '파일이 바뀌었습니다.', redraw: '다시 그리기', errors: '먼저 고칠 잘못',
		isNew: '새 흐름', edited: '고침', unchanged: '그대로', gone: '폴더에 없음',
	},
	list: {
		flow: '흐름', open: '열린 케이스', parked: (n) => `멈춤 ${count(n)}`, reached: '대화가 닿은 줄', faults: '잘못', version: '판',
		notChecked: '확인 전', empty: '흐름이 없습니다. ‘assent new 이름’ 명령으로 시작할 수 있습니다.', whole: '모든 길', notWhole: '모든 길은 아님',
	},
	check: {
		title: '확인', go: '확인하기', again: '다시 확인', about: '모든 길을 따라가며 잘못을 찾습니다. 몇십 초 걸립니다.',
		stale: '확인한 뒤에 파일이 바뀌었습니다. 아래는 바뀌기 전의 결과입니다.', waiting: '차례를 기다리는 중입니다…',
		running: (flow, states, waiting) => `${flow}: 상태 ${count(states)}개를 보았고 ${count(waiting)}개가 남았습니다`,
		clean: '잘못이 없습니다.', found: (n) => `잘못 ${count(n)}건`, warnings: (n) => `경고 ${count(n)}건`, drafts: (n) => `초안 ${count(n)}건 포함`,
		accepted: (n) => `예외로 둔 것 ${count(n)}건 포함`, play: '대화 재생', original: '흐름을 실행하다가 난 잘못입니다. 적힌 파일과 줄에서 아래 원문이 말하는 곳을 고쳐 주세요.', noPlay: '한 대화가 아니라 모든 길에 대한 잘못입니다.',
		figures: '따라간 길', states: '상태', ways: '길', ends: '끝', took: '걸린 시간', seconds: (s) => `${s}초`,
		whole: '모든 길을 따라가 보았습니다', notWhole: '모든 길을 따라가 보지 못했습니다. 잘못이 더 있을 수 있습니다.',
		interrupts: (n) => `끼어드는 일은 한 번에 ${count(n)}건까지만 따라갔습니다`,
		times: (cut) => `시각(case:now)은 한 주의 시간마다와 흐름에 적힌 시각 앞뒤에서, 하는 일이 달라지는 것 하나씩${cut ? '만, 그마저 모두는 아니게' : ''} 따라갔습니다. 다른 시각은 해 보지 않았습니다`,
		draws: (cut) => (cut ? '추첨(case:random)은 모두 따라가지는 못했습니다' : '추첨(case:random)은 모두 따라갔습니다'),
	},
	flow: {
		picture: '흐름 그림', pictureOf: (title) => `${title}: 흐름 그림`, folder: '작업 폴더', used: '사용 중', stored: (hash) => `판 ${hash}`, version: '보는 판',
		drawing: '모든 길을 따라가며 그리는 중입니다. 처음에는 몇 초 걸립니다…', find: '그림에서 찾기', findHint: '문구, 말, 줄 번호', found: (at, of) => `${at}/${of}`, foundNone: '없음',
		zoomIn: '크게', zoomOut: '작게', fit: '전체 보기', width: '너비에 맞춤', zoom: (percent) => `${percent}%`,
		keys: '그림 안에서: 화살표로 이동, +와 −로 크기, 0으로 전체 보기', source: '원본', reach: '닿은 곳', cases: '열린 케이스', plays: '대화',
		picked: '고른 곳', within: (span) => `기다리는 시간 ${span}`, opens: (what) => `여는 것: ${what}`, draft: '초안', otherLanguages: '다른 언어로',
	},
	reach: {
		show: '대화가 닿은 곳 표시', go: '대화 돌려 보기', about: '이 흐름의 대화(.play)를 모두 돌려, 닿은 곳과 닿지 않은 곳을 표시합니다. 몇 초 걸립니다.', running: (n, of) => `대화 ${count(n)}/${count(of)}`,
		lines: '줄', branches: '갈림길', outcomes: '결과', phrases: '문구', nodes: '자리', edges: '화살표', of: (n, all) => `${count(n)} / ${count(all)}`,
		all: '대화가 모든 곳에 닿았습니다.', missed: '닿지 않은 곳', line: (line) => `${line}행이 한 번도 실행되지 않음`,
		branch: (line, to) => (line === to ? `${line}행: 그 줄의 나머지로 간 적 없음` : `${line}행에서 ${to}행으로 간 적 없음`),
		outcome: (line, what, state) => `${line}행 ${what}: ‘${state}’로 끝난 적 없음`, phrase: (id) => `say.${id}: 보인 적 없음`,
		node: (line, what) => `${line}행 ${what}: 그림의 이 자리에 온 적 없음`, edge: (label) => `‘${label}’ 화살표로 간 적 없음`,
		otherVersion: '대화는 작업 폴더의 흐름으로 돌립니다. 보고 계신 판과 달라 표시하지 않습니다.', failed: (n) => `대화 ${count(n)}건이 지금 흐름과 맞지 않습니다`,
		not: '안 닿음', partly: '일부만 닿은 화살표', part: (line, label, states) => `${line}행 ‘${label}’: ${states} 없음`, legend: '초록: 닿음 · 노랑: 일부만 · 빨강 점선: 안 닿음',
	},
	kinds: { suggest: '제안', say: '말함', confirm: '확인', consent: '동의', ask: '질문', listen: '듣기', wait: '기다림', parked: '멈춤' },
	states: {
		yes: '네', no: '아니요', unclear: '불명확', unanswered: '무응답', granted: '동의', denied: '거절', withdrawn: '철회', sent: '보냄', edited: '고쳐서 보냄',
		own_words: '자기 말로 보냄', skipped: '건너뜀', given: '알려 줌', declined: '거절', known: '이미 앎', blocked: '차단', heard: '들음', elapsed: '지남',
	},
	standing: {
		show: '열린 케이스 표시', here: (n) => `열린 케이스 ${count(n)}건`, press: (n) => `열린 케이스 ${count(n)} 건`, at: (time) => `${time} 기준`, total: (open, parked) => `이 흐름에 열린 케이스 ${count(open)}건, 멈춘 케이스 ${count(parked)}건`,
		none: '이 흐름에 열린 케이스가 없습니다.', elsewhere: '그림에 없는 자리', elsewhereAbout: '다른 판으로 진행하는 케이스는 무엇을 기다리는지로 자리를 찾습니다. 그런 자리가 이 그림에 하나로 정해지지 않으면 여기에 둡니다.',
		parked: '멈춘 케이스', since: '언제부터', bundle: '판', id: '케이스', same: '이 판', more: (n) => `그 밖에 ${count(n)}건`, pickHint: '그림의 숫자를 누르면 그 자리의 케이스를 봅니다.',
		mainHeld: '끼어든 일을 하는 케이스는 두 자리에서 셉니다.', list: (where) => `${where}의 케이스`,
	},
	player: {
		plays: '대화 목록', faults: '확인에서 찾은 대화', none: '이 흐름의 대화 파일이 없습니다.', first: '처음', back: '뒤로', next: '앞으로', last: '끝', step: '걸음', at: (n, of) => `${n} / ${of}`,
		opened: '케이스가 열렸습니다', line: (n) => `${n}행`, talk: '대화', everybody: '모두', offered: '상담사에게 제안', blocked: '막힘', consents: '동의', waits: '기다리는 곳',
		stepIs: (step) => `단계: ${step}`, closed: (outcome) => `종료: ${outcome}`, parked: '멈춤',
		fails: (line, text) => (line ? `${line}행에서 맞지 않습니다: ${text}` : text), fault: '여기서 드러나는 잘못', keys: '←와 →로 한 걸음씩, Home과 End로 처음과 끝', text: '대화 원문', noTalk: '아직 오간 말이 없습니다.',
		loading: '대화를 돌리는 중입니다…', gone: '이 잘못은 지금 결과에 없습니다. 다시 확인해 주세요.', from: { agent: '상담사', engine: '엔진', party: '본인' }, leave: '대화 닫기', note: '메모',
	},
	bundles: {
		title: '판과 배포', pageTitle: '판과 배포 · Assent', about: '배포한 흐름과, 열린 케이스가 쓰고 있는 판입니다.', folder: '작업 폴더', folderAbout: '지금 파일에 있는 그대로',
		hash: '판', since: '언제', who: '누가', from: '어디서', open: '열린 케이스', current: '사용 중', moving: '케이스를 옮기는 중', notDeployed: '배포 없이 쓰인 판', firstCase: (time) => `첫 케이스 ${time}`,
		neverDeployed: '아직 배포한 적이 없습니다. 새 케이스는 작업 폴더에서 읽은 흐름을 씁니다.', usedFromFolder: '폴더에서 읽은 판', flows: (n) => `흐름 ${count(n)}개`, compare: '비교', compareHint: '두 판을 고르세요.', pick: (name) => `비교할 판: ${name}`,
		deploy: '배포…', goBack: '되돌리기…', same: '사용 중인 판과 같습니다',
	},
	deploy: {
		title: (name) => `${name} 배포`, preview: '미리 보기', previewAbout: '흐름을 확인하고, 열린 케이스마다 어떻게 될지 먼저 말합니다. 아무것도 바뀌지 않습니다.', go: '배포하기', sure: '정말 배포할까요? 한 번 더 누르세요',
		needPreview: '먼저 미리 보기를 해 주세요.', running: '확인하는 중입니다', deploying: '확인하고 배포하는 중입니다', verdicts: (c, s, p) => `계속 ${count(c)}건 · 그대로 ${count(s)}건 · 사람 필요 ${count(p)}건`,
		continues: '계속', stays: '그대로', person: '사람 필요', why: '까닭', step: '단계', noCases: '열린 케이스가 없습니다.', done: (n, hash) => `이제 배포 ${n} (${hash}) 판을 사용합니다.`, by: (name) => `배포한 사람: ${name}`,
		reached: (moved, stayed, parked) => `열린 케이스: ${count(moved)}건은 새 판으로 계속, ${count(stayed)}건은 제 판에 그대로, ${count(parked)}건은 멈춤`, failed: '배포하지 않았습니다. 사용 중인 판은 그대로입니다.', failedPreview: '미리 볼 수 없습니다. 아래 잘못을 고친 뒤 다시 미리 보아 주세요.',
		stale: '미리 본 뒤에 파일이 바뀌었습니다. 다시 미리 보아 주세요.', more: (n) => `그 밖에 ${count(n)}건`, becomes: '어떻게 되나', on: { new: '새 판에서', own: '제 판에서', none: '진행할 수 없음' },
	},
	diff: {
		title: (a, b) => `${a} → ${b}`, running: (flow, states, waiting) => `${flow}: 상태 ${count(states)}개를 보았고 ${count(waiting)}개가 남았습니다`, waiting: '차례를 기다리는 중입니다…', leave: '모든 길을 견주느라 몇 분 걸릴 수 있습니다. 이 화면을 떠나셔도 계속되고, 다시 오시면 결과가 있습니다.', behaviour: '하는 일', phrases: '문구', files: '파일',
		same: '두 판은 하는 일도 말도 같습니다.', sameBehaviour: '하는 일은 같습니다.', cut: (n) => `다른 곳이 ${count(n)}군데를 넘어 나머지는 적지 않았습니다.`, notWhole: '모든 길을 따라가 보지 못했습니다. 다른 곳이 더 있을 수 있습니다.', way: '이 대화 다음에', begins: '시작이 다릅니다', was: '전', now: '후', nothing: '아무것도 하지 않음',
		isNew: '새 흐름입니다', isGone: '없어진 흐름입니다', ends: (was, now) => `끝나는 길 ${was}가지 → ${now}가지`, found: (n) => `다른 곳 ${count(n)}군데`, noFiles: '파일이 같습니다.', absent: '(없음)', added: '새 파일', removed: '없어진 파일', swap: '순서 바꾸기', unchanged: (n) => `같은 줄 ${count(n)}개`,
	},
};
