-- expect: attempt to index a nil value
_ENV = nil
return math
