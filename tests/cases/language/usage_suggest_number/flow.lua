return flow {
  title = "usage_suggest_number",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(5) -- here
  end,
}
