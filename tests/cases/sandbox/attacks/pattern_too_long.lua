-- expect: text.match:
return text.match('x', ('a'):rep(257))
