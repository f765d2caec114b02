return flow {
  title = "usage_knows_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local k = caller.knows "phone" -- here
    case:close(passenger.role)
  end,
}
