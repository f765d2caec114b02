return flow {
  title = "usage_misspelt_field",
  opens = { topic = "accident" },
  collects = { ["passenger.phone"] = { purpose = "시험", type = "phone" } },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:ask("passenger.fone", say.ready) -- here
    case:close(passenger.role)
  end,
}
