/* words.js: the designer's words in the language of the pages. */
import { wordsOf } from '../lib/language.js';

export default await wordsOf('designer');
