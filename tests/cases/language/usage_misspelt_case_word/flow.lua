return flow {
  title = "usage_misspelt_case_word",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:clsoe "done" -- here
    case:close(passenger.role)
  end,
}
