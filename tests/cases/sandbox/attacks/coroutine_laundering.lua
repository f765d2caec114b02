-- expect: 'coroutine' is not a word of the flow language
while true do
  coroutine.wrap(function() for i = 1, 49000 do end end)()
end
