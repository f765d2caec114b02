return flow {
  title = "usage_confirm_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller.confirm(say.ready) -- here
    case:close(passenger.role)
  end,
}
