-- expect: text.match:
return text.match('가', '\\C')
