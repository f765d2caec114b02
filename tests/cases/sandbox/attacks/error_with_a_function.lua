-- expect: an error was raised with a function
error(error)
