return flow {
  title = "usage_misspelt_option_with_a_text",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegat = passenger }) -- here
    case:close(passenger.role)
  end,
}
