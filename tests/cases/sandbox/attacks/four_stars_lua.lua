-- expect: 'find' is not a word of string
return ('a'):rep(200):find('a*a*a*a*b')
