return flow {
  title = "usage_listen_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller.listen { "withdrawal" } -- here
    case:close(passenger.role)
  end,
}
