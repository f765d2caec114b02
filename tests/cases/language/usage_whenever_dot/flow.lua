return flow {
  title = "usage_whenever_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case.whenever("withdrawal", function() end) -- here
    case:close(passenger.role)
  end,
}
