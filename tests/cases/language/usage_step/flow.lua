return flow {
  title = "usage_step",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:step() -- here
  end,
}
