-- expect: 'require' is not a word of the flow language
return require('os')
