return flow {
  title = "usage_value_empty",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.about_word, { word = "" }) -- here
  end,
}
