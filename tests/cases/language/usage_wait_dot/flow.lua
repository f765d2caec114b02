return flow {
  title = "usage_wait_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case.wait(minutes(1)) -- here
    case:close(passenger.role)
  end,
}
