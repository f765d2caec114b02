return flow {
  title = "usage_write_parties",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case.parties.caller = passenger -- here
  end,
}
