return flow {
  title = "usage_random",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:random(0) -- here
  end,
}
