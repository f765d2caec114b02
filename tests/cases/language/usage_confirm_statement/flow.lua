return flow {
  title = "usage_confirm_statement",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:confirm(say.hello) -- here
  end,
}
