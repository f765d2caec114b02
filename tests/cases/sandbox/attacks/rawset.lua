-- expect: 'rawset' is not a word of the flow language
rawset(math, 'pi', 3)
