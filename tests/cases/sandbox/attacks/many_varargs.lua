-- expect: more than 250 values
local function more(...)
  if select('#', ...) > 2000 then while true do local n = select('#', ...) end end
  return more(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...)
end
return more()
