return flow {
  title = "usage_unknown_word",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local x = os -- here
  end,
}
