return flow {
  title = "usage_ask_undeclared",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:ask("passenger.phone", say.ask_number) -- here
  end,
}
