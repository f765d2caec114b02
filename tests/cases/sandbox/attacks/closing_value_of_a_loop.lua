-- expect: got a non-closable value
for i in function() end, nil, nil, {} do end
