return flow {
  title = "usage_confirm_notice",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:confirm(say.collection) -- here
  end,
}
