-- expect: 'pcall' is not a word of the flow language
return function() pcall(wait, 'question') end
