-- expect: ok
local parts = text.split(('a,'):rep(500), ',')
assert(#parts == 501)
