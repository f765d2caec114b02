-- expect: attack.lua:3: wrong

fail('wrong')
