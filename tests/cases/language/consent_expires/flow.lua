return flow {
  title = "consent_expires",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegate = passenger })
    local first = passenger:suggest(say.about_topic, nil, { within = days(60) })
    case:note(first.state .. ": " .. (first.reason or ""))
    case:close(passenger:suggest(say.about_topic).state)
  end,
}
