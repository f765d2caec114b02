-- expect: 'next' is not a word of the flow language
return next({})
