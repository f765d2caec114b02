-- expect: '__index' is not a word of string
return ('x').__index
