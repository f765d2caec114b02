-- expect: at most 250 values
return table.unpack({}, 1, 10000000)
