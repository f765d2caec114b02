-- expect: a loop that never waits
::again:: goto again
