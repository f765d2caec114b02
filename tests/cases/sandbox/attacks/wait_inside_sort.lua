-- expect: a flow cannot wait inside table.sort
return function()
  table.sort({ 2, 1 }, function(a, b) wait('question') return a < b end)
end
