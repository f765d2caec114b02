return flow {
  title = "usage_misspelt_mark_of_whenever",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("withdrawel", function() end) -- here
    case:close(passenger.role)
  end,
}
