return flow {
  title = "usage_wait_negative",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:wait(-5) -- here
  end,
}
