-- expect: longer than 64 KiB
local s = ('x'):rep(60000)
return ('%s%s'):format(s, s)
