return flow {
  title = "opens_fare",
  opens = { topic = "fare", booked_for_other = true },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:close "fare"
  end,
}
