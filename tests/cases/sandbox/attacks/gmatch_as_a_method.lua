-- expect: 'gmatch' is not a word of string
return ('a'):gmatch('a?')
