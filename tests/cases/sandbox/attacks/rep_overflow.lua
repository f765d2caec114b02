-- expect: longer than 64 KiB
return ('xx'):rep(math.maxinteger, 'yy')
