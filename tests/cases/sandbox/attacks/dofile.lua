-- expect: 'dofile' is not a word of the flow language
dofile('/etc/passwd')
