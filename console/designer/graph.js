/* graph.js: a flow's picture from its elements as /v1/flows/{flow} gives them. Text goes in as text only. */
const SVG = 'http://www.w3.org/2000/svg';
const tags = new Set(['g', 'rect', 'polygon', 'path', 'text', 'title']);
const attributes = new Set(['class', 'd', 'data-from', 'data-id', 'data-line', 'height', 'points', 'rx', 'text-anchor', 'width', 'x', 'y']);

function make(tag, attrs) {
	const el = document.createElementNS(SVG, tag);
	for (const [name, value] of Object.entries(attrs))
		if (attributes.has(name))
			el.setAttribute(name, value);
	return el;
}

function element({ tag, attrs = {}, text, items = [] }) {
	const el = make(tags.has(tag) ? tag : 'g', attrs);
	if (text)
		el.textContent = text;
	el.append(...items.map(element));
	return el;
}

/* {el, nodes: [element], mark(line): which nodes stand there}. onPick(node): a wait was chosen. */
export function makeGraph({ width, height, items }, title, onPick) {
	const el = make('svg', { class: 'flow-graph', width, height });
	el.setAttribute('viewBox', `0 0 ${width} ${height}`);
	el.setAttribute('aria-label', `${title}: 흐름 그림`);
	el.append(...items.map(element));
	const nodes = [...el.querySelectorAll('.node')];
	for (const node of nodes) {
		node.setAttribute('tabindex', '0');
		node.setAttribute('role', 'button');
		node.addEventListener('click', () => getSelection().isCollapsed && onPick(node));
		node.addEventListener('keydown', (event) => {
			if (event.key === 'Enter' || event.key === ' ') {
				event.preventDefault();
				onPick(node);
			}
		});
	}
	return { el, nodes, mark(line) {
		for (const node of nodes)
			node.classList.toggle('marked', Number(node.dataset.line) === line);
		return nodes.filter((node) => node.classList.contains('marked'));
	} };
}
