return flow {
  title = "usage_within_text",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.hello, nil, { within = "1" }) -- here
  end,
}
