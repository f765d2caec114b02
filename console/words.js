/* words.js: Korean for what the API says in codes. */

export const roles = {
	caller: '호출자', passenger: '탑승자', spouse: '배우자', vehicle_owner: '차주', other: '제3자', driver: '기사',
};
export const thirdParties = ['passenger', 'spouse', 'vehicle_owner', 'other'];

export const modes = { assist: '상담사', bot: '봇' };
export const statuses = { open: '진행 중', closed: '종료', parked: '멈춤' };
export const consentKinds = { delegation: '상담 위임', collection: '개인정보 수집' };
export const consentStates = {
	requested: '요청됨', granted: '동의', denied: '거절', unanswered: '무응답', withdrawn: '철회', expired: '만료',
};
export const methods = { phone: '통화', chat: '채팅', sms: '문자', in_person: '대면' };
export const answers = { yes: '네', no: '아니요', unclear: '불명확' };
export const marks = {
	delegate_request: '통화 위임 요청', source_complaint: '정보 출처 불만', withdrawal: '동의 철회',
	callback_request: '재연락 요청',
};
export const purposes = {
	suggest: '안내', say: '안내', confirm: '질문', consent: '동의 안내', ask: '연락처 묻기', reask: '다시 묻기',
};
export const suggestionStates = {
	offered: '', sent: '보냄', edited: '고쳐서 보냄', own_words: '자기 말로 보냄', read_out: '읽어 줌', posted: '직접 보냄', asked: '이미 물음', skipped: '건너뜀',
	blocked: '막힘', ended: '지나감',
};
export const deliveries = {
	shown: '', spoken: '말로 전함', queued: '보내는 중', ready: '보내는 중', sending: '보내는 중', retry: '다시 보내는 중',
	sent: '전달됨', unknown: '전달되었는지 알 수 없음', dead: '전달하지 못함', held: '대화방이 열리면 보냄',
};
export const legalItems = {
	purpose: '목적', items: '항목', retention: '보유 기간', refusal: '거부할 권리', withdrawal: '철회할 권리', need: '동의가 필요한 까닭',
	question: '묻는 말', recipient: '제공받는 자',
};
export const outcomes = {
	consulted: '제3자와 상담했습니다', no_delegation: '호출자의 위임 동의를 받지 못했습니다',
	collection_refused: '비회원의 개인정보 수집 동의를 받지 못했습니다', caller_not_reached: '호출자 본인과 닿지 않았습니다',
	caller_busy: '호출자가 지금은 통화할 수 없습니다', delegate_not_reached: '위임받은 사람과 닿지 않았습니다',
	no_call_back: '문의한 사람이 다시 연락받기를 원하지 않았습니다', no_request: '호출자가 위임을 요청하지 않았습니다',
	no_number: '제3자의 연락처가 없습니다', other_delegate: '이 흐름의 대상이 아닌 사람을 지목했습니다',
	withdrawn: '동의가 철회되었습니다', consent_lost: '상담 도중에 동의가 없어졌습니다', closed_by_agent: '상담사가 종료했습니다',
};

/* How a consent came to its state. by: null when the name was erased, absent when the person acted. */
export function evidenceText(evidence) {
	const e = evidence ?? {};
	const name = e.by?.replace(/^command:/, ''), office = /^(api:)?command$/.test(e.source) ? '' : ' 상담사';
	const by = asSubject(name ? name + office : '상담사');
	const texts = {
		flow: '흐름이 동의를 요청함', sent: '안내를 보냄', read_out: '안내를 읽어 줌',
		button: `본인이 버튼을 누름 (${e.label ?? answers[e.choice]})`,
		attested: `${by} 들은 답을 기록함 (${methods[e.method] ?? e.method})${e.words ? ` “${e.words}”` : ''}`,
		timer: '기한이 지남', close: '케이스가 끝남', skipped: `${by} 묻지 않기로 함`, mark: 'by' in e ? `${by} 철회를 표시함` : '본인이 철회함',
		notice_changed: `안내가 바뀜${e.items ? ` (${e.items.map((item) => legalItems[item] ?? item).join(', ')})` : ''}`,
		again: '안내가 바뀌어 나중에 다시 물음', agent: `${by} 기록함`, gate: '잠금이 닫힘', message: `본인이 글로 말함${e.words ? ` “${e.words}”` : ''}`,
	};
	return texts[e.kind] ?? e.kind ?? '';
}

const sentences = {
	input: '입력하신 내용을 확인해 주세요.',
	unauthorized: '로그인이 필요합니다.',
	forbidden: '이 요청은 허용되지 않습니다. 화면을 새로 고쳐 주세요.',
	unknown: '찾으시는 것이 없습니다.',
	conflict: '그사이에 상황이 바뀌어 처리하지 못했습니다.',
	consent: '동의가 없어 보내지 않았습니다.',
	too_large: '내용이 너무 깁니다.',
	flow: '흐름에 잘못이 있어 처리하지 못했습니다.',
	busy: '서버가 바빠서 아직 처리하지 못했습니다. 잠시 뒤에 다시 눌러 주세요.',
	over: '이 화면의 접속 시간이 끝났습니다. 앱을 새로 고치면 이어서 쓰실 수 있습니다.',
	zendesk: 'Zendesk 화면이 대답하지 않습니다. 티켓을 새로 고쳐 주세요.',
	ticket: '이 티켓은 아직 저장되지 않았습니다. 저장한 뒤에 다시 열어 주세요.',
	composer: '입력창에 넣지 못했습니다. 글을 복사해 붙여 넣고 보내신 뒤에 ‘보냈음…’을 눌러 주세요.',
	network: '서버와 연결되지 않았습니다. 쓰신 글은 그대로 있으니 잠시 뒤에 다시 눌러 주세요.',
};

/* A polite sentence for an ApiError, with what the API says. */
export function sentence(error) {
	const polite = sentences[error.code] ?? '요청을 처리하지 못했습니다.';
	return error.code === 'network' || !error.message ? polite : `${polite} (${error.message})`;
}

const clock = new Intl.DateTimeFormat('ko-KR', { hour: 'numeric', minute: '2-digit' });
const dayClock = new Intl.DateTimeFormat('ko-KR', { month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' });

export function timeText(at) {
	if (!at)
		return '';
	const date = new Date(at);
	const today = date.toDateString() === new Date().toDateString();
	return (today ? clock : dayClock).format(date);
}

/* "오후 5:30까지 (1시간 58분 남음)" */
export function untilText(until) {
	if (!until)
		return '';
	const minutes = Math.ceil((new Date(until) - Date.now()) / 60000);
	if (minutes <= 0)
		return `${timeText(until)}까지였습니다`;
	const hours = Math.floor(minutes / 60);
	const left = hours ? `${hours}시간${minutes % 60 ? ` ${minutes % 60}분` : ''}` : `${minutes}분`;
	return `${timeText(until)}까지 (${left} 남음)`;
}

/* "01055551234", as it is read out of words -> "010-5555-1234" */
export function phoneText(phone) {
	const [, ...parts] = /^(01\d)(\d{3,4})(\d{4})$/.exec(phone ?? '') ?? [];
	return parts.length ? parts.join('-') : phone;
}

/* "2026-11-20" -> "11월 20일" */
export function dayText(date) {
	const [, month, day] = /^\d{4}-(\d{2})-(\d{2})$/.exec(date ?? '') ?? [];
	return month ? `${Number(month)}월 ${Number(day)}일` : date;
}

/* Has the word a final consonant, so that it takes 과, 이, 을? */
function closes(word) {
	const last = word.charCodeAt(word.length - 1) - 0xac00;
	return last >= 0 && last < 11172 && last % 28 !== 0;
}
export const asSubject = (word) => `${word}${closes(word) ? '이' : '가'}`;
