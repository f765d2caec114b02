-- expect: 'io' is not a word of the flow language
return io.open('/etc/passwd')
