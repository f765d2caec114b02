return flow {
  title = "usage_uuid_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local n = case.uuid() -- here
    case:close(passenger.role)
  end,
}
