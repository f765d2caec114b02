-- expect: a loop that never waits
local function again() return again() end
return again()
