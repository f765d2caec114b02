-- expect: ok
do local x <close> = nil end
