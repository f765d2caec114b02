return flow {
  title = "usage_unknown_value",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.about_word, { wrod = "요금" }) -- here
  end,
}
