-- expect: text.match: the text is not UTF-8
return text.match('\xed\xa0\x80', '.')
