return flow {
  title = "usage_misspelt_word",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.hello, { within = mintes(2) }) -- here
    case:close(passenger.role)
  end,
}
