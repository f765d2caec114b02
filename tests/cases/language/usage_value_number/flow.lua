return flow {
  title = "usage_value_number",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.about_word, { word = 5 }) -- here
  end,
}
