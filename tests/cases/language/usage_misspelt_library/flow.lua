return flow {
  title = "usage_misspelt_library",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local t = string.uper("a") -- here
    case:close(passenger.role)
  end,
}
