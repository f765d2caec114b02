-- expect: string.upper cannot be changed
string.upper = function() return 'mine' end
