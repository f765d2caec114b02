-- expect: 'loadstring' is not a word of the flow language
return loadstring('return 1')
