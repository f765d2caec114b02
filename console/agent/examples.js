/* examples.js: the guide's four cases with facts as they occur, ready to start. Numbers and people are made up. */

/* "2026-11-20", that many days ago, here. */
function daysAgo(days) {
	const date = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
	const two = (n) => String(n).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export const examples = [
	{
		name: 'case 1',
		title: '“탑승자와 통화하세요”',
		about: '요금조정 건으로 연락한 호출자가 탑승자와 통화하라고 합니다. 대신 불러주기를 쓰지 않아 탑승자의 연락처를 모릅니다.',
		body: () => ({
			facts: { topic: 'fare', trip_date: daysAgo(2), origin: '여의도역 5번 출구', destination: '목동 오목교역', caller_is_passenger: false,
				booked_for_other: false, inbound: 'none' },
			parties: { caller: { member: true, phone: '010-7700-1234' }, passenger: { member: false } },
		}),
	},
	{
		name: 'case 2',
		title: '차주가 사고를 문의',
		about: '호출자가 탄 차의 주인이 사고 처리를 물으며 먼저 연락했습니다. 차주는 비회원입니다.',
		body: () => ({
			facts: { topic: 'accident', trip_date: daysAgo(1), origin: '강남역 11번 출구', destination: '판교역', caller_is_passenger: true,
				booked_for_other: false, inbound: 'vehicle_owner' },
			parties: { caller: { member: true, phone: '010-2345-6789' }, vehicle_owner: { member: false, phone: '010-9876-5432' } },
		}),
	},
	{
		name: 'case 3',
		title: '“제 남편과 통화해 주세요”',
		about: '사고를 겪은 호출자에게 연락했더니 배우자와 통화해 달라고 합니다.',
		body: () => ({
			facts: { topic: 'accident', trip_date: daysAgo(1), origin: '잠실새내역', destination: '하남 미사강변', caller_is_passenger: true,
				booked_for_other: false, inbound: 'none' },
			parties: { caller: { member: true, phone: '010-6021-4477' }, spouse: { member: false } },
		}),
	},
	{
		name: 'case 4',
		title: '대신 불러주기로 탑승',
		about: '호출자가 다른 분을 위해 불렀습니다. 탑승자의 번호가 어드민에 있으므로 다시 묻지 않습니다.',
		body: () => ({
			facts: { topic: 'fare', trip_date: daysAgo(3), origin: '서울대입구역', destination: '안양 범계역', caller_is_passenger: false,
				booked_for_other: true, inbound: 'none' },
			parties: { caller: { member: true, phone: '010-1357-2468' }, passenger: { member: false, phone: '010-4004-7979' } },
		}),
	},
];
