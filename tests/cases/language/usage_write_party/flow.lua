return flow {
  title = "usage_write_party",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller.member = false -- here
  end,
}
