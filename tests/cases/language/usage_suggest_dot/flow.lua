return flow {
  title = "usage_suggest_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller.suggest(say.hello, say.hello) -- here
  end,
}
