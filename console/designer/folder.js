/* folder.js: the working folder, looked at every few seconds for as long as a page shows what is in it. */
import { get } from '../lib/api.js';
import { everySoOften } from './work.js';

const LOOK_MS = 3000;

/* onSeen(folder, isFirst): at first, and whenever it or what is in use has changed. null: it cannot be read (error). */
export function watchFolder(onSeen) {
	let last = '', isFirst = true;
	return everySoOften(LOOK_MS, async () => {
		let folder = null, why = null;
		try {
			folder = await get('/v1/folder');
		} catch (error) {
			if (error.isLost || error.status === 401)
				throw error;
			why = error;
		}
		const now = folder ? `${folder.content} ${folder.used.hash}` : 'none';
		if (now === last)
			return;
		last = now;
		onSeen(folder, isFirst, why);
		isFirst = false;
	});
}
