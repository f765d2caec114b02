return flow {
  title = "usage_suggest_within",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.hello, nil, { within = 0 }) -- here
  end,
}
