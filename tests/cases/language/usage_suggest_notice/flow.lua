return flow {
  title = "usage_suggest_notice",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.delegation) -- here
  end,
}
