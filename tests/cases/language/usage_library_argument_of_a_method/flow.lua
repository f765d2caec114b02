return flow {
  title = "usage_library_argument_of_a_method",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local t = ("a"):rep() -- here
    case:close(passenger.role)
  end,
}
