-- expect: 'dump' is not a word of string
return string.dump(function() end)
