-- expect: 'counter' is not a word of the flow language
counter = 1
