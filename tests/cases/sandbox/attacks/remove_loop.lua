-- expect: a loop that never waits
local t = {}
for i = 1, 30000 do t[i] = i end
while true do table.remove(t, 1) table.insert(t, 1, 1) end
