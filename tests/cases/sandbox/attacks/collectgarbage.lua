-- expect: 'collectgarbage' is not a word of the flow language
return collectgarbage('count')
