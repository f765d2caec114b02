-- expect: '%p' is not offered
return ('%p'):format({})
