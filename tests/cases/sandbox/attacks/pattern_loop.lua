-- expect: a loop that never waits
while true do text.match('2026-11-20', '(\\d+)-(\\d+)') end
