return flow {
  title = "usage_whenever_twice",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("withdrawal", function() end)
    case:whenever("withdrawal", function() end) -- here
  end,
}
