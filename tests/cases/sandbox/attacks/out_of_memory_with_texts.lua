-- expect: needs more than 4 MiB
local t = {}
for i = 1, 100 do t[i] = ('x'):rep(60000) .. i end
