-- expect: ok
assert(math.tointeger(2^53) == 9007199254740992 and not math.tointeger(2^63))
assert(math.maxinteger + 1 == math.mininteger)
assert(math.mininteger // -1 == math.mininteger)
assert(tostring(1e15) == '1e+15' and tostring(3.0) == '3.0')
