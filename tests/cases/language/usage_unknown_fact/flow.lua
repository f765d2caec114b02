return flow {
  title = "usage_unknown_fact",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local x = case.origin -- here
  end,
}
