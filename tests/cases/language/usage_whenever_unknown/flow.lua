return flow {
  title = "usage_whenever_unknown",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("withdrawl", function() end) -- here
  end,
}
