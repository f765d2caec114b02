return flow {
  title = "usage_misspelt_phrase",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say["helo"]) -- here
    case:close(passenger.role)
  end,
}
