return flow {
  title = "usage_consent_about",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegate = passenger, about = 5 }) -- here
  end,
}
