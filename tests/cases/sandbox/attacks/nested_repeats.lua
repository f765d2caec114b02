-- expect: text.match:
return text.match(('a'):rep(100) .. '1b', '^(([a-z]+)+)+b$')
