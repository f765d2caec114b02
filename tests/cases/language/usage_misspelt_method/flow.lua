return flow {
  title = "usage_misspelt_method",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:sugest(say.hello) -- here
    case:close(passenger.role)
  end,
}
