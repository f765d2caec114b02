return flow {
  title = "suggest",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local r = caller:suggest(say.hello, nil, { within = minutes(10) })
    case:note("상태 " .. r.state)
    case:close(r.state)
  end,
}
