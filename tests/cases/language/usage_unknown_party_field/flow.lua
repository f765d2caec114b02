return flow {
  title = "usage_unknown_party_field",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local x = caller.phone -- here
  end,
}
