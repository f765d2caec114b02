-- expect: ok
assert(tostring({}) == 'table')
assert(tostring(type) == 'function')
assert(('%s'):format({}) == 'table')
