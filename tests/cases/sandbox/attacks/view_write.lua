-- expect: cannot be changed: it is read-only
view[1] = 5
