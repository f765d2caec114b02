-- expect: lies outside of 1 to 1
table.insert({}, math.maxinteger, 1)
