-- expect: ?
error('\xff\xfe\0\27[2J', 0)
