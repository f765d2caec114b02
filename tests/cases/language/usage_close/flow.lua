return flow {
  title = "usage_close",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:close() -- here
  end,
}
