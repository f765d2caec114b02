return flow {
  title = "usage_library_argument",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local t = string.rep("a", "b") -- here
    case:close(passenger.role)
  end,
}
