-- expect: text.match:
return text.match('x', '(')
