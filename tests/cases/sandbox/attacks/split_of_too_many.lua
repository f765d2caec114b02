-- expect: a loop that never waits
return text.split((','):rep(65536), ',')
