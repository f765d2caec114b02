-- expect: attempt to concatenate a table value
return 'a' .. party .. 'b'
