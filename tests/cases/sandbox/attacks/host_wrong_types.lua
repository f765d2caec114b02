-- expect: string expected, got table
wait({})
