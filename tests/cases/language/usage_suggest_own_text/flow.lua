return flow {
  title = "usage_suggest_own_text",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest("안녕하세요") -- here
  end,
}
