-- expect: at most 250
return ('x'):rep(60000):byte(1, -1)
