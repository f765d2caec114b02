-- expect: a loop that never waits
while true do local s = ('x'):rep(65536) end
