return flow {
  title = "usage_consent_items",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegate = passenger, items = "연락처" }) -- here
  end,
}
