return flow {
  title = "suggest_blocked",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local r = passenger:suggest(say.about_topic)
    case:note(r.state .. ": " .. r.reason)
    caller:consent(say.delegation, { delegate = passenger })
    r = passenger:suggest(say.about_topic)
    case:note("다음 " .. r.state)
    case:close(r.state)
  end,
}
