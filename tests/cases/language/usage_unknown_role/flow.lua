return flow {
  title = "usage_unknown_role",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local x = case.parties.uncle -- here
  end,
}
