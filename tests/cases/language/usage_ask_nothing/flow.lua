return flow {
  title = "usage_ask_nothing",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:ask() -- here
  end,
}
