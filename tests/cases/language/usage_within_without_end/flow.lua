return flow {
  title = "usage_within_without_end",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.hello, nil, { within = math.maxinteger }) -- here
  end,
}
