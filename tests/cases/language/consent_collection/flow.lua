return flow {
  title = "consent_collection",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegate = passenger })
    local r = passenger:consent(say.collection)
    local told = passenger:suggest(say.about_trip)
    case:close(r.state .. "_" .. told.state)
  end,
}
