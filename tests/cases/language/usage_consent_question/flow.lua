return flow {
  title = "usage_consent_question",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.ready) -- here
  end,
}
