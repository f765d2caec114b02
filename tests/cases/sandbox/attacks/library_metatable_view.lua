-- expect: '__view' is not a word of math
return math.__view
