/* examples.js: the guide's four cases with facts as they occur, ready to start. Numbers and people are made up. */
import words from './words.js';

/* "2026-11-20", that many days ago, here. */
function daysAgo(days) {
	const date = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
	const two = (n) => String(n).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/* facts: of them the trip is told by its words, and by how long ago it was. */
function example(n, { days, ...facts }, parties) {
	const { title, about, origin, destination } = words.examples[`case${n}`];
	return { name: `case ${n}`, title, about, body: () => ({ facts: { trip_date: daysAgo(days), origin, destination, ...facts }, parties }) };
}

export const examples = [
	example(1, { days: 2, topic: 'fare', caller_is_passenger: false, booked_for_other: false, inbound: 'none' },
		{ caller: { member: true, phone: '010-7700-1234' }, passenger: { member: false } }),
	example(2, { days: 1, topic: 'accident', caller_is_passenger: true, booked_for_other: false, inbound: 'vehicle_owner' },
		{ caller: { member: true, phone: '010-2345-6789' }, vehicle_owner: { member: false, phone: '010-9876-5432' } }),
	example(3, { days: 1, topic: 'accident', caller_is_passenger: true, booked_for_other: false, inbound: 'none' },
		{ caller: { member: true, phone: '010-6021-4477' }, spouse: { member: false } }),
	example(4, { days: 3, topic: 'fare', caller_is_passenger: false, booked_for_other: true, inbound: 'none' },
		{ caller: { member: true, phone: '010-1357-2468' }, passenger: { member: false, phone: '010-4004-7979' } }),
];
