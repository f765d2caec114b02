return flow {
  title = "usage_misspelt_party",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local who = case.parties.pasenger -- here
    case:close(passenger.role)
  end,
}
