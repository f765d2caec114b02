-- expect: 'leak' is not a word of the flow language
return leak
