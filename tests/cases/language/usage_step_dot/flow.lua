return flow {
  title = "usage_step_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case.step "하나" -- here
  end,
}
