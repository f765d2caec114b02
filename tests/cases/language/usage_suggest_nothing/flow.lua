return flow {
  title = "usage_suggest_nothing",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest() -- here
  end,
}
