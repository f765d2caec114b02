-- expect: ok
local t = {}
for i = 1, 5000 do t[i] = (i * 7919) % 5003 end
table.sort(t)
for i = 2, #t do assert(t[i - 1] <= t[i]) end
