/* words.js: what the pages of a case say. */
import { wordsOf } from '../lib/language.js';

export default await wordsOf('agent');
