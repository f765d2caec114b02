-- expect: ok
return function() for i = 1, 100 do wait('question') end end
