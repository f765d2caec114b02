-- expect: text.match:
return text.match(('a'):rep(20000) .. 'bc', '.*?.*?.*?.*?b$')
