return flow {
  title = "usage_days_infinite",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:wait(days(math.huge)) -- here
  end,
}
