/* words.ko.js: the queue, a new case, and those who share a case, in Korean. */

const at = (name) => `${name} 상담사`;

export default {
	queue: {
		title: '케이스', start: '새 케이스', search: '찾기', searchHint: '케이스 번호, 장소, 단계, 전화 끝 네 자리',
		filterBy: '기다리는 것', filters: { all: '모두', agent: '상담사를 기다림', party: '고객을 기다림', parked: '멈춤', unknown: '전달 확인 필요', closed: '종료' },
		columns: { waits: '기다리는 것', title: '케이스', step: '단계 · 결과', since: '언제부터', until: '언제까지' },
		what: {
			withdrawn: '철회됨', unknown: '전달 여부 모름', undelivered: '전달하지 못함', attest: '답 기록', value: '값 적기', suggestion: '제안 보내기', parked: '멈춤',
			reach: '대화방이 열리기를 기다림', answer: '답을 기다림', request: '요청을 기다림', time: '정한 때를 기다림', closed: '종료', nothing: '진행 중',
		},
		/* of: a role's word */
		whom: {
			withdrawn: (of) => `${of}의 동의 · 확인해 주세요`, unknown: (of) => `${of}에게 보낸 말`, undelivered: (of) => `${of}에게 보낸 말`,
			attest: (of) => `${of}의 답`, value: (of) => `${of}에게 할 말`, suggestion: (of) => `${of}에게`, reach: (of) => of, answer: (of) => of, request: (of) => of,
		},
		more: (count) => `외 ${count}건`,
		minutes: (n) => (n < 1 ? '방금' : n < 60 ? `${n}분째` : n < 60 * 24 ? `${Math.floor(n / 60)}시간째` : `${Math.floor(n / 60 / 24)}일째`),
		route: (from, to) => `${from} → ${to}`, count: (n) => `${n}건`,
		none: '이 조건에 맞는 케이스가 없습니다.', empty: '아직 케이스가 없습니다. ‘새 케이스’를 눌러 시작해 보세요.',
		moved: '순서 새로 고치기', limit: (n) => `진행 중인 케이스는 나중에 열린 것부터 ${n}건까지 보입니다.`,
		undecoded: '쓰지 못한 수신', undecodedAbout: '서명은 맞지만 내용을 쓸 수 없어 보관만 했습니다. 보낸 쪽 설정을 확인하고, 영어로 적힌 까닭을 보낸 쪽에 알려 주세요.',
		bytes: (n) => `${n}바이트`, undecodedBody: '내용 (개인정보 가림)',
		undecodedBytes: '글자로 읽을 수 없는 내용이라 보여 드릴 수 없습니다.',
	},
	team: {
		alsoHere: (names) => `${names.map(at).join(', ')}도 이 케이스를 보고 있습니다.`,
		writes: (name) => `${at(name)}가 쓰고 있습니다.`, readOnly: '지금은 보기만 할 수 있습니다.',
		tookOver: (name) => `${at(name)}가 이어받았습니다. 쓰시던 글은 그대로 남아 있습니다.`,
		yours: '이제 이 케이스를 쓰실 수 있습니다.', take: '이어받아 쓰기', comesBack: '쓰던 상담사가 다시 연결되기를 기다리고 있습니다.',
		people: '이 케이스를 보고 있는 상담사', looksOn: '관리자로 보고 있습니다. 이 화면에서는 아무것도 바꿀 수 없고, 전화번호는 끝 네 자리만 보입니다.', ledger: '이 케이스의 동의 장부',
	},
	tour: {
		title: '2분 안내', about: '다른 분을 위해 대신 불러 주신 호출자의 케이스를 처음부터 끝까지 직접 해 봅니다. 동의를 받고, 기록을 보고, 철회가 무엇을 바꾸는지 봅니다.',
		start: '2분 안내 시작', leave: '안내 그만하기', next: '다음', close: '안내 끝내기', toTarget: '그 자리로 가기',
		count: (at, of) => `2분 안내 ${at}/${of}`, ended: '이 케이스가 다른 길로 끝났습니다. ‘새 케이스’에서 안내를 다시 시작하실 수 있습니다.',
		steps: {
			send: { todo: '‘보내기’를 눌러 첫 제안을 보내세요.', why: '흐름이 가이드에서 지금 할 말을 골라 빈칸까지 채워 두었습니다.' },
			answer: { todo: '이제 호출자가 되어, 전화에서 ‘네’를 누르세요.', why: '이 화면에서는 고객의 전화도 직접 써 볼 수 있습니다.' },
			again: { todo: '답을 보고 흐름이 다음 말을 준비했습니다. 보내세요.', why: '순서를 외울 필요가 없습니다. 한 번에 하나만 권합니다.' },
			answerAgain: { todo: '다시 호출자로서 ‘네’를 누르세요.', why: '다음은 동의를 묻는 안내입니다.' },
			notice: { todo: '동의 안내를 보내세요.', why: '법이 정한 말이 들어 있어, 고치더라도 그 부분은 지울 수 없습니다.' },
			agree: { todo: '호출자로서 안내 아래의 ‘네’를 누르세요.', why: '동의는 본인만 할 수 있고, 흐름이나 상담사가 대신 줄 수 없습니다.' },
			record: { todo: '동의 기록을 열어 보세요.', why: '보여 준 글 그대로와 누른 버튼, 시각이 남아 몇 년 뒤에도 증명할 수 있습니다.' },
			open: { todo: '탑승자에게 할 말이 이제 나왔습니다. 아직 보내지 마세요.', why: '동의가 있기 전에는 탑승자에게 아무것도 나갈 수 없었습니다.' },
			withdraw: { todo: '호출자가 마음을 바꿨습니다. ‘동의 철회’를 두 번 누르세요.', why: '철회는 동의만큼 쉬워야 합니다.' },
			locked: { todo: '방금 보낼 수 있던 제안이 그 순간 잠겼습니다.', why: '잠금은 화면이 아니라 엔진에 있어서, 어떤 길로도 나가지 않습니다.' },
			end: { todo: (file) => `여기까지입니다. 기록은 ${file} 파일에 남았습니다.`, why: '케이스 목록에는 누가 무엇을 기다리는지 급한 것부터 나옵니다.' },
		},
	},
	start: {
		title: '새 케이스', guide: (name) => `가이드 ${name}`, now: '바로 시작', edit: '고쳐서 시작', own: '직접 적어서 시작', parties: '당사자',
		go: '이 내용으로 시작', unknown: '모름', member: '회원', nonMember: '비회원', phoneHint: '모르면 비워 두기',
		phoneOf: (role) => `${role} 연락처`, memberOf: (role) => `${role} 회원 여부`, modeOf: (role) => `${role} 응대 방식`, languageOf: (role) => `${role} 언어`,
		facts: { topic: '주제', trip_date: '이용일', origin: '출발지', destination: '도착지', caller_is_passenger: '탑승자', booked_for_other: '대신 불러주기',
			inbound: '먼저 연락한 사람', agent_name: '상담사 이름' },
		originHint: '예: 강남역 11번 출구', destinationHint: '예: 판교역', self: '호출자 본인', someone: '다른 사람', used: '사용', notUsed: '사용 안 함',
		noInbound: '없음 (우리가 먼저 연락)',
		reasons: '맞는 흐름을 하나로 정하지 못했습니다', reasonsAbout: '이유를 보시고 흐름을 골라 주세요.', fits: '맞음', fitsNot: '맞지 않음',
		withThis: '이 흐름으로 시작',
		reload: '흐름 다시 읽기', reloaded: '다시 읽었습니다. 새 케이스부터 적용됩니다.',
		deployed: '이 서버는 배포된 흐름을 씁니다. 흐름을 고친 뒤 assent deploy를 실행하세요.',
	},
	examples: {
		case1: { title: '“탑승자와 통화하세요”', about: '요금조정 건으로 연락한 호출자가 탑승자와 통화하라고 합니다. 대신 불러주기를 쓰지 않아 탑승자의 연락처를 모릅니다.',
			origin: '여의도역 5번 출구', destination: '목동 오목교역' },
		case2: { title: '차주가 사고를 문의', about: '호출자가 탄 차의 주인이 사고 처리를 물으며 먼저 연락했습니다. 차주는 비회원입니다.',
			origin: '강남역 11번 출구', destination: '판교역' },
		case3: { title: '“제 남편과 통화해 주세요”', about: '사고를 겪은 호출자에게 연락했더니 배우자와 통화해 달라고 합니다.',
			origin: '잠실새내역', destination: '하남 미사강변' },
		case4: { title: '대신 불러주기로 탑승', about: '호출자가 다른 분을 위해 불렀습니다. 탑승자의 번호가 어드민에 있으므로 다시 묻지 않습니다.',
			origin: '서울대입구역', destination: '안양 범계역' },
	},
};
