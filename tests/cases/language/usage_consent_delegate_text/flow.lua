return flow {
  title = "usage_consent_delegate_text",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegate = "passenger" }) -- here
  end,
}
