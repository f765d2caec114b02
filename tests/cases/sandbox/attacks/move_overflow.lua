-- expect: positions reach to 32768
return table.move({}, math.mininteger, math.maxinteger, 2)
