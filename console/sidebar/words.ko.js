/* words.ko.js: what the sidebar says beside the pages of a case, in Korean. */

export default {
	loading: '불러오는 중입니다…', partner: '이 대화의 상대', talks: '대화', talk: (role) => `${role} 대화`,
	lost: '연결이 끊겼습니다. 다시 연결하는 중입니다…', cases: '이 티켓의 케이스', another: '새 케이스',
	choice: (status, time, step) => `${status} · ${time} · ${step || '시작 전'}`,
	onlyNumber: (why) => `기록에는 이름 대신 Zendesk 번호만 남습니다. ${why}`, onlyThere: '이 화면은 Zendesk 티켓의 사이드바에서만 열립니다.',
	startTitle: '이 티켓의 케이스 시작', start: '이 티켓으로 케이스 시작', parties: '당사자',
	notRead: (why) => `티켓의 값을 가져오지 못했습니다. 앱 설정의 ‘facts’를 확인해 주세요. (${why})`,
	unfit: (names) => `티켓의 값으로 채우지 못한 항목: ${names}`,
};
