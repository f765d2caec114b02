-- expect: a loop that never waits
for i = 1, math.huge do end
