return flow {
  title = "usage_suggest_question",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.ready) -- here
  end,
}
