-- expect: 'leak' is not a word of the flow language
_ENV.leak = 1
