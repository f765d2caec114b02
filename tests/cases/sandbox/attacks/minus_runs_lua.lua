-- expect: 'match' is not a word of string
return ('a'):rep(10000):match('.-.-.-.-b$')
