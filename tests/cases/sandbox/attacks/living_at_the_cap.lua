-- expect: the flow 
-- Keeps nearly all it may have and makes garbage: every refusal costs a full collection.
local keep = {}
for i = 1, 61 do keep[i] = ('x'):rep(65000) .. i end
while true do local t = { { {} } } end
