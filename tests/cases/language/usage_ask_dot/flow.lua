return flow {
  title = "usage_ask_dot",
  opens = { topic = "accident" },
  collects = { ["passenger.phone"] = { purpose = "시험", type = "phone" } },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller.ask("passenger.phone", say.ready) -- here
    case:close(passenger.role)
  end,
}
