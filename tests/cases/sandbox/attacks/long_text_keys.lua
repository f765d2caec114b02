-- expect: a loop that never waits
local t, n = {}, 0
while true do
  n = n + 1
  t[('x'):rep(60000) .. n % 10] = n
end
