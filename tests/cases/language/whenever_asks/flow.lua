return flow {
  title = "whenever_asks",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("callback_request", function(party)
      local later = party:confirm(say.ready, { within = minutes(5) })
      case:note("다시 연락 " .. later.state)
      local again = party:confirm(say.labelled, { within = minutes(5) })
      case:note("한 번 더 " .. again.state)
    end)
    local r = caller:suggest(say.hello)
    case:close(r.state)
  end,
}
