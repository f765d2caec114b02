return flow {
  title = "time",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local start = case:now()
    case:wait(minutes(3))
    local first = case:now() - start
    case:wait(hours(1.5))
    local second = case:now() - start
    case:wait(days(2))
    local third = case:now() - start
    case:note(first // 60000 .. " " .. second // 60000 .. " " .. third // 60000)
    case:close "done"
  end,
}
