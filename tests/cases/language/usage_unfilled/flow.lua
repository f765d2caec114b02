return flow {
  title = "usage_unfilled",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.with_party) -- here
  end,
}
