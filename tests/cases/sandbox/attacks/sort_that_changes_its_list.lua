-- expect: ok
local t = {}
for i = 1, 100 do t[i] = 101 - i end
table.sort(t, function(a, b) t[1] = nil t[200] = 'x' return a < b end)
assert(t[1] == 1 and t[100] == 100)
