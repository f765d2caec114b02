return flow {
  title = "consent",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local r = caller:consent(say.delegation, { delegate = passenger, about = case.topic })
    local now = case:now()
    case:note(r.state .. ", " .. (r.via or "없음") .. ", " .. (r.at and now - r.at or "없음"))
    case:close(r.granted and "granted" or "not_" .. r.state)
  end,
}
