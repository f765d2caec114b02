-- expect: a loop that never waits
local t = {}
for i = 1, 10000 do t[i] = i end
while true do table.move(t, 1, 10000, 2) end
