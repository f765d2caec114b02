return flow {
  title = "usage_unfilled_fact",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.about_trip) -- here
  end,
}
