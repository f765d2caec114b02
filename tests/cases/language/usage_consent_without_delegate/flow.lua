return flow {
  title = "usage_consent_without_delegate",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { third_party = passenger }) -- here
  end,
}
