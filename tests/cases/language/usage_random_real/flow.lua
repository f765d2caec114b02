return flow {
  title = "usage_random_real",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:random(1.5) -- here
  end,
}
