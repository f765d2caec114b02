-- expect: number has no integer representation
return ('x'):rep(0 / 0)
