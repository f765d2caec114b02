-- expect: a loop that never waits
local t = {}
while true do table.insert(t, 1, #t) end
