-- expect: 'xpcall' is not a word of the flow language
xpcall(error, function() error('again') end)
