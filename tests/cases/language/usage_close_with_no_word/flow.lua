return flow {
  title = "usage_close_with_no_word",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:close(7) -- here
    case:close(passenger.role)
  end,
}
