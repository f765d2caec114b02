return flow {
  title = "usage_write_case",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case.topic = "fare" -- here
  end,
}
