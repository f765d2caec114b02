-- expect: 'coroutine' is not a word of the flow language
local co
for i = 1, 100000 do
  local before = co
  co = coroutine.wrap(function() local x <close> = before end)
end
