-- expect: C stack overflow
local function deep(a, b) table.sort({ 1, 2 }, deep) return false end
return deep()
