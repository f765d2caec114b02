-- expect: needs more than 4 MiB
local t = {}
for i = 1, 30000 do t[i] = { ('x'):rep(100) .. i } end
