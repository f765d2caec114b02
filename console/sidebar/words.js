/* words.js: what the sidebar says beside the pages of a case. */
import { wordsOf } from '../lib/language.js';

export default await wordsOf('sidebar');
