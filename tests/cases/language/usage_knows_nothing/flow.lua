return flow {
  title = "usage_knows_nothing",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    passenger:knows() -- here
  end,
}
