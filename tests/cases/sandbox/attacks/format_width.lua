-- expect: at most two digits
return ('%9999d'):format(1)
