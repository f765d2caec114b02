-- expect: xxx
error('xxx' .. ('가'):rep(20000))
