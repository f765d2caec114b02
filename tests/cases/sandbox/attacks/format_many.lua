-- expect: string.format: at most 125 conversions
return ('%%'):rep(1000):format()
