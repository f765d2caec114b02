return flow {
  title = "usage_knows_name",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    passenger:knows "name" -- here
  end,
}
