/* flows.js: the pages of flows for who writes them: all of them, or one. */
import { showFlow } from './flow.js';
import { showOverview } from './overview.js';
import w from './words.js';

/* A page of app.js. */
export const sheets = ['designer/graph.css', 'designer/flows.css'];
export function openPage(root, [flow, kind, what]) {
	document.title = w.pageTitle;
	return flow ? showFlow(root, flow, kind, what) : showOverview(root);
}
