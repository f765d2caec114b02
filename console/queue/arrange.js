/* arrange.js: children of an element in a new order by as few moves as there can be, so that focus, scroll and the
 * eye find everything where it was. */

/* Positions in ranks of a longest rising row of them. */
function risingOf(ranks) {
	const ends = [], before = []; /* ends[n]: where the row of n + 1 with the lowest end ends */
	ranks.forEach((rank, i) => {
		let n = ends.length;
		while (n > 0 && ranks[ends[n - 1]] > rank)
			n--;
		before[i] = ends[n - 1];
		ends[n] = i;
	});
	const out = [];
	for (let i = ends.at(-1); i !== undefined; i = before[i])
		out.push(i);
	return out;
}

/* Those of parent's children that may stay while els come into their order; keep stays in any case. */
function stayingOf(parent, els, keep) {
	const rankOf = new Map(els.map((el, rank) => [el, rank]));
	const now = [...parent.children].filter((el) => rankOf.has(el));
	const ranks = now.map((el) => rankOf.get(el)), at = now.indexOf(keep);
	const fit = now.map((_, i) => i).filter((i) => at < 0 || (i < at ? ranks[i] < ranks[at] : ranks[i] >= ranks[at]));
	return new Set(risingOf(fit.map((i) => ranks[i])).map((i) => now[fit[i]]));
}

/* Makes els all the children of parent, in this order. keep: the child that must not be moved; others move around it. */
export function arrange(parent, els, keep) {
	const staying = stayingOf(parent, els, keep), wanted = new Set(els);
	for (const el of [...parent.children])
		if (!wanted.has(el))
			el.remove();
	let at = parent.firstElementChild;
	for (const el of els) {
		if (el !== at && !staying.has(el))
			parent.insertBefore(el, at);
		at = el.nextElementSibling;
	}
}
