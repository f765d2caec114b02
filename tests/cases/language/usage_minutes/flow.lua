return flow {
  title = "usage_minutes",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:wait(minutes("3")) -- here
  end,
}
