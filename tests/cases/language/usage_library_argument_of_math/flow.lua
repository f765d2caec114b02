return flow {
  title = "usage_library_argument_of_math",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local n = math.floor("x") -- here
    case:close(passenger.role)
  end,
}
