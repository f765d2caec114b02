-- expect: 'gsub' is not a word of string
local s = 'x'
while true do s = s:gsub('x', 'xx') end
