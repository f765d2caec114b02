-- expect: 'debug' is not a word of the flow language
return debug.getregistry()
