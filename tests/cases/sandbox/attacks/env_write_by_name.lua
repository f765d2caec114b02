-- expect: 'math' is a word of the flow language
_ENV.math = {}
