-- expect: 32768 entries
local t = {}
for i = 1, 100000 do t[i] = true end
