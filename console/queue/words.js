/* words.js: what this folder says, in the language of the pages. */
import { wordsOf } from '../lib/language.js';

export default await wordsOf('queue');
