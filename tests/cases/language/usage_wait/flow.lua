return flow {
  title = "usage_wait",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:wait() -- here
  end,
}
