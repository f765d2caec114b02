-- expect: 'counter' is not a word of the flow language
return counter
