return flow {
  title = "usage_unknown_option",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:confirm(say.ready, nil, { withn = hours(1) }) -- here
  end,
}
