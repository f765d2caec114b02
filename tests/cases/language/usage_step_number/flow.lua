return flow {
  title = "usage_step_number",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:step(3) -- here
    case:close(passenger.role)
  end,
}
