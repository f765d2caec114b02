return flow {
  title = "usage_now_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local t = case.now() -- here
    case:close(passenger.role)
  end,
}
