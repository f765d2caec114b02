return flow {
  title = "consent_again",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local first = caller:consent(say.delegation, { delegate = passenger, items = { "연락처" } })
    local second = caller:consent(say.delegation, { delegate = passenger, within = minutes(5) })
    case:close(first.state .. "_" .. second.state)
  end,
}
