return flow {
  title = "usage_ask_phrase",
  opens = { topic = "accident" },
  collects = { ["passenger.phone"] = { purpose = "시험", type = "phone" } },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:ask("passenger.phone", say.hello) -- here
  end,
}
