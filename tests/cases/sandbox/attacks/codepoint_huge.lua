-- expect: at most 250
return utf8.codepoint(('x'):rep(60000), 1, -1)
