return flow {
  title = "usage_wait_without_end",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:wait(math.maxinteger) -- here
  end,
}
