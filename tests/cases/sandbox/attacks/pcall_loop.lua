-- expect: 'pcall' is not a word of the flow language
while true do pcall(function() while true do end end) end
