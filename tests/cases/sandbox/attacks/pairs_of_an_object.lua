-- expect: a party cannot be walked
for k in pairs(party) do end
