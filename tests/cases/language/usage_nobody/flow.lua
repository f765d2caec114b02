return flow {
  title = "usage_nobody",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case.parties.caller.suggest(nil, say.hello) -- here
    case:close(passenger.role)
  end,
}
