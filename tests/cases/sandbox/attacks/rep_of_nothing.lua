-- expect: ok
assert(string.rep('', 1 << 60) == '')
assert(('x'):rep(-5) == '')
