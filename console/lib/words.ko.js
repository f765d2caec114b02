/* words.ko.js: what all pages say, in Korean. */

/* Has the word a final consonant, so that it takes 과, 이, 을? */
function closes(word) {
	const last = word.charCodeAt(word.length - 1) - 0xac00;
	return last >= 0 && last < 11172 && last % 28 !== 0;
}
const asSubject = (word) => `${word}${closes(word) ? '이' : '가'}`;
const quoted = (words) => (words ? ` “${words}”` : '');

export default {
	locale: 'ko-KR',
	frame: {
		title: 'Assent 상담 콘솔', nav: '주 메뉴', cases: '케이스', start: '새 케이스', ledger: '동의 장부', phrases: '문구 쓰임', flows: '흐름', bundles: '판과 배포', signOut: '로그아웃',
		signOutSure: '다시 들어오려면 서버에서 assent sign-in으로 새 로그인 주소를 받아야 합니다. 나갈까요?', signOutProxy: '회사 로그인에서도 나갑니다. 나갈까요?', who: (name) => `${name} 상담사`,
		lost: '연결이 끊겼습니다. 다시 연결하는 중입니다… 쓰시던 글은 그대로 있습니다.',
		otherLanguage: 'English', noPage: '이 주소의 화면이 없습니다.', noRole: '이 화면을 볼 역할이 없습니다. 관리자에게 역할을 요청해 주세요.',
		loading: '불러오는 중입니다…', notLoaded: '서버와 연결되지 않았습니다. 연결되는 대로 이 화면을 불러옵니다.', again: '다시 불러오기',
	},
	signIn: {
		title: '로그인 · Assent 상담 콘솔', heading: '상담 콘솔에 로그인', about: '입력하신 이름은 동의 기록과 메모에 상담사 이름으로 남습니다.',
		as: { manager: { name: '관리자 이름', about: '입력하신 이름은 내보내기와 열람 기록에 남습니다.' }, designer: { name: '설계자 이름', about: '입력하신 이름은 배포 기록에 남습니다.' } },
		name: '상담사 이름', example: '예: 김하나', go: '시작하기', already: '로그인되어 있는 화면으로 가기',
		forYou: '이 주소는 정해진 분의 것입니다. 그분의 이름으로 로그인합니다.',
		noToken: '서버를 시작할 때 화면에 나온 주소나 서버에서 assent sign-in을 실행하면 나오는 주소로 들어와 주세요. 주소에 로그인에 필요한 한 번짜리 표가 들어 있습니다.',
	},
	live: { status: '알림', alert: '문제' },
	acting: {
		stillSend: '그래도 보내야 하는 이유가 있습니다…', reason: '그래도 보내는 이유', reasonHint: '이유 (상담사 이름과 함께 기록됩니다)',
		sendWithReason: '이유를 남기고 보내기',
	},
	roles: { caller: '호출자', passenger: '탑승자', spouse: '배우자', vehicle_owner: '차주', other: '제3자', driver: '기사' },
	accessRoles: { agent: '상담사', manager: '관리자', designer: '설계자', operator: '서버 운영' },
	modes: { assist: '상담사', bot: '봇' },
	languages: { ko: '한국어', en: '영어' },
	statuses: { open: '진행 중', closed: '종료', parked: '멈춤' },
	consentKinds: { delegation: '상담 위임', collection: '개인정보 수집', relay: '내용 전달', reply: '답변 전달' },
	consentStates: { requested: '요청됨', granted: '동의', denied: '거절', unanswered: '무응답', withdrawn: '철회', expired: '만료' },
	methods: { phone: '통화', chat: '채팅', sms: '문자', in_person: '대면' },
	answers: { yes: '네', no: '아니요', unclear: '불명확' },
	marks: { delegate_request: '통화 위임 요청', source_complaint: '정보 출처 불만', withdrawal: '동의 철회', callback_request: '재연락 요청' },
	purposes: { suggest: '안내', say: '안내', confirm: '질문', consent: '동의 안내', ask: '연락처 묻기', reask: '다시 묻기' },
	suggestionStates: {
		offered: '', sent: '보냄', edited: '고쳐서 보냄', own_words: '자기 말로 보냄', read_out: '읽어 줌', posted: '직접 보냄', asked: '이미 물음',
		skipped: '건너뜀', blocked: '막힘', ended: '지나감',
	},
	deliveries: {
		shown: '', spoken: '말로 전함', queued: '보내는 중', ready: '보내는 중', sending: '보내는 중', retry: '다시 보내는 중',
		sent: '전달됨', unknown: '전달되었는지 알 수 없음', dead: '전달하지 못함', held: '대화방이 열리면 보냄',
	},
	legalItems: {
		purpose: '목적', items: '항목', retention: '보유 기간', refusal: '거부할 권리', withdrawal: '철회할 권리', need: '동의가 필요한 까닭',
		question: '묻는 말', recipient: '제공받는 자',
	},
	outcomes: {
		consulted: '제3자와 상담했습니다', no_delegation: '호출자의 위임 동의를 받지 못했습니다',
		collection_refused: '비회원의 개인정보 수집 동의를 받지 못했습니다', caller_not_reached: '호출자 본인과 닿지 않았습니다',
		caller_busy: '호출자가 지금은 통화할 수 없습니다', delegate_not_reached: '위임받은 사람과 닿지 않았습니다',
		no_call_back: '문의한 사람이 다시 연락받기를 원하지 않았습니다', no_request: '호출자가 위임을 요청하지 않았습니다',
		no_number: '제3자의 연락처가 없습니다', other_delegate: '이 흐름의 대상이 아닌 사람을 지목했습니다',
		relayed: '기사님과 고객 사이의 말씀을 전했습니다', no_relay: '고객의 내용 전달 동의를 받지 못했습니다',
		no_reply: '기사의 답변 전달 동의를 받지 못했습니다', driver_not_reached: '기사 본인과 닿지 않았습니다',
		withdrawn: '동의가 철회되었습니다', consent_lost: '상담 도중에 동의가 없어졌습니다', closed_by_agent: '상담사가 종료했습니다',
	},
	/* by: who acted, as asSubject() gives it */
	evidence: {
		agent: '상담사', agentNamed: (name) => `${name} 상담사`,
		flow: '흐름이 동의를 요청함', sent: '안내를 보냄', read_out: '안내를 읽어 줌',
		button: (label) => `본인이 버튼을 누름 (${label})`,
		attested: (by, method, words) => `${by} 들은 답을 기록함 (${method})${quoted(words)}`,
		timer: '기한이 지남', close: '케이스가 끝남', skipped: (by) => `${by} 묻지 않기로 함`,
		mark: (by) => `${by} 철회를 표시함`, self: '본인이 철회함',
		notice_changed: (items) => `안내가 바뀜${items ? ` (${items})` : ''}`,
		again: '안내가 바뀌어 나중에 다시 물음', record: (by) => `${by} 기록함`, gate: '잠금이 닫힘',
		message: (words) => `본인이 글로 말함${quoted(words)}`,
	},
	errors: {
		input: '입력하신 내용을 확인해 주세요.',
		unauthorized: '로그인이 필요합니다.',
		forbidden: '이 요청은 허용되지 않습니다. 화면을 새로 고쳐 주세요.',
		unknown: '찾으시는 것이 없습니다.',
		taken: '다른 상담사가 이 케이스에 쓰고 있습니다. 이어받으신 뒤에 다시 눌러 주세요.',
		conflict: '그사이에 상황이 바뀌어 처리하지 못했습니다.',
		config: '서버의 설정이 아직 다 되어 있지 않습니다.',
		consent: '동의가 없어 보내지 않았습니다.',
		too_large: '내용이 너무 깁니다.',
		flow: '흐름에 잘못이 있어 처리하지 못했습니다.',
		busy: '서버가 바빠서 아직 처리하지 못했습니다. 잠시 뒤에 다시 눌러 주세요.',
		over: '이 화면의 접속 시간이 끝났습니다. 앱을 새로 고치면 이어서 쓰실 수 있습니다.',
		zendesk: 'Zendesk 화면이 대답하지 않습니다. 티켓을 새로 고쳐 주세요.',
		ticket: '이 티켓은 아직 저장되지 않았습니다. 저장한 뒤에 다시 열어 주세요.',
		composer: '입력창에 넣지 못했습니다. 글을 복사해 붙여 넣고 보내신 뒤에 ‘보냈음…’을 눌러 주세요.',
		network: '서버와 연결되지 않았습니다. 쓰신 글은 그대로 있으니 잠시 뒤에 다시 눌러 주세요.',
		needs: (roles) => `이 일에는 ${roles.join(' 또는 ')} 역할이 필요합니다. 역할은 Assent를 운영하는 담당자가 드립니다.`,
		other: '요청을 처리하지 못했습니다.',
	},
	asSubject,
	/* left: minutes; 0 or less: it is over */
	until(time, left) {
		if (left <= 0)
			return `${time}까지였습니다`;
		const hours = Math.floor(left / 60);
		return `${time}까지 (${hours ? `${hours}시간${left % 60 ? ` ${left % 60}분` : ''}` : `${left}분`} 남음)`;
	},
	day: (month, day) => `${month}월 ${day}일`,
};
