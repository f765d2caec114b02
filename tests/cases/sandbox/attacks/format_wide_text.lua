-- expect: ok
assert(#('%99s'):format('x') == 99 and #('%.99f'):format(1e308) == 409)
