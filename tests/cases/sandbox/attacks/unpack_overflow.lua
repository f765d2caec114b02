-- expect: at most 250 values
return table.unpack({}, math.mininteger, math.maxinteger)
