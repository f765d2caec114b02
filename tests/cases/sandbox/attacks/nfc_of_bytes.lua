-- expect: text.nfc: the text is not UTF-8
return text.nfc('\xc0\x80')
