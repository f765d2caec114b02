return flow {
  title = "usage_consent_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller.consent(say.delegation) -- here
    case:close(passenger.role)
  end,
}
