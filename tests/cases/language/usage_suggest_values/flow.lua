return flow {
  title = "usage_suggest_values",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.hello, 5) -- here
  end,
}
