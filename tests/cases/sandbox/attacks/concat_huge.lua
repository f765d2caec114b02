-- expect: longer than 64 KiB
local t = {}
for i = 1, 20000 do t[i] = 'word' end
return table.concat(t)
