return flow {
  title = "usage_whenever",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("withdrawal") -- here
  end,
}
