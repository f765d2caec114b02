-- expect: variable 'x' got a non-closable value
-- Without metatables nothing can have __close, so <close> can do nothing.
local x <close> = {}
while true do end
