return flow {
  title = "usage_value_without_name",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:suggest(say.with_party, { passenger }) -- here
  end,
}
