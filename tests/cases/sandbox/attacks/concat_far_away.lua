-- expect: positions reach to 32768
return table.concat({}, '', 1, math.maxinteger)
