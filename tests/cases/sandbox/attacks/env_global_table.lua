-- expect: '_G' is not a word of the flow language
return _G
