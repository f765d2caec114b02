-- expect: 'random' is not a word of math
return math.random()
