-- expect: 'load' is not a word of the flow language
return load('\27Lua')
