-- expect: a loop that never waits
local n = 0
while true do
  n = n + 1
  text.match('x', '(a{1,9}b){1,9}' .. n)
end
