-- expect: 'os' is not a word of the flow language
return os.getenv('HOME')
