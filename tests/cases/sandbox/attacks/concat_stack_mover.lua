-- expect: 'setmetatable' is not a word of the flow language
local t = setmetatable({}, { __concat = function(a, b)
  local function deep(n) if n > 0 then return 1 + deep(n - 1) end return 0 end
  return deep(1000)
end })
return 'a' .. t .. 'b'
