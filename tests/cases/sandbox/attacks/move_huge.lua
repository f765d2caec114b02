-- expect: positions reach to 32768
return table.move({}, 1, 200000000, 2)
