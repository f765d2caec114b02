-- expect: others have no order
for k in pairs({ [{}] = 1 }) do end
