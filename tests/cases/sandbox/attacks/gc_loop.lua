-- expect: 'setmetatable' is not a word of the flow language
setmetatable({}, { __gc = function() while true do end end })
