-- expect: 'xpcall' is not a word of the flow language
xpcall(function() while true do end end, function() while true do end end)
