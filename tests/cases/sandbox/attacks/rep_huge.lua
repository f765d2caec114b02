-- expect: longer than 64 KiB
return ('x'):rep(1000000000)
