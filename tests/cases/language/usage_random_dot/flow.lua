return flow {
  title = "usage_random_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local n = case.random(3) -- here
    case:close(passenger.role)
  end,
}
