return flow {
  title = "usage_close_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case.close("done") -- here
    case:close(passenger.role)
  end,
}
