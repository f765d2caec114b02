-- expect: 'getmetatable' is not a word of the flow language
return getmetatable('').__index
