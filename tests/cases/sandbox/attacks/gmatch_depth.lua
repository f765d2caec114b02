-- expect: 'gmatch' is not a word of string
local it = string.gmatch(('a'):rep(60000), ('a?'):rep(30000))
it() it()
