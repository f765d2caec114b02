return flow {
  title = "usage_misspelt_topic",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegate = passenger, about = "acident" }) -- here
    case:close(passenger.role)
  end,
}
