/* language.js: which language the pages speak. Each folder of pages has its words in words.ko.js and words.en.js, with
 * equal keys (tests/suite-words); only the one that is spoken is loaded. */

const spoken = ['ko', 'en'];
const KEY = 'assent-language';

/* A frame of another site may be denied all storage. */
function chosen() {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null;
	}
}

/* What the person chose here, else what the browser prefers, else Korean. */
function choose() {
	const preferred = [chosen(), ...navigator.languages.map((tag) => tag.slice(0, 2))];
	return preferred.find((one) => spoken.includes(one)) ?? 'ko';
}

export const language = choose();
document.documentElement.lang = language;

/* The pages begin anew in that language. */
export function speak(other) {
	localStorage.setItem(KEY, other);
	location.reload();
}

export async function wordsOf(folder) {
	return (await import(`../${folder}/words.${language}.js`)).default;
}
