return flow {
  title = "usage_misspelt_phrase_text",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest("helo") -- here
    case:close(passenger.role)
  end,
}
