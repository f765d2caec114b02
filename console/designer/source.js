/* source.js: a flow's text, with lines that wait, that were not reached, that a dialogue stands at, and that have faults. */
import { h } from '../lib/dom.js';

/* onPick(line): a line on which something waits was chosen. */
export function makeSource(file, text, waits, onPick) {
	const lines = text.split('\n');
	if (lines.at(-1) === '')
		lines.pop();
	const pickable = (line) => (waits.has(line) ? { class: 'waits', tabindex: '0', role: 'button', onclick: () => onPick(line),
		onkeydown: (event) => event.key === 'Enter' && onPick(line) } : {});
	const rows = lines.map((words, i) => h('li', { 'data-line': i + 1 }, h('code', pickable(i + 1), words || ' ')));
	for (const line of waits)
		rows[line - 1]?.classList.add('waits');
	const list = h('ol', { tabindex: '0', 'aria-label': file }, ...rows);
	function reveal(line) {
		const row = rows[line - 1];
		if (!row)
			return;
		const at = row.getBoundingClientRect(), here = list.getBoundingClientRect();
		if (at.top < here.top || at.bottom > here.bottom)
			list.scrollTop += at.top - here.top - (here.height - at.height) / 2;
	}
	return {
		el: h('section', { class: 'source', 'aria-label': file }, h('h2', {}, file), list),
		/* lines: those at which something stands now; the first is brought into sight. */
		mark(...marked) {
			rows.forEach((row, i) => row.classList.toggle('marked', marked.includes(i + 1)));
			if (marked.length)
				reveal(marked[0]);
		},
		class(name, lines) {
			rows.forEach((row, i) => row.classList.toggle(name, lines.includes(i + 1)));
		},
		reveal,
	};
}
