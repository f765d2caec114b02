-- expect: a loop that never waits
local a, b = ('x'):rep(65535) .. 'a', ('x'):rep(65535) .. 'b'
while a < b do end
