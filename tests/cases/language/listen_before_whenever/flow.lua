return flow {
  title = "listen_before_whenever",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("source_complaint", function(party) case:note("처리 " .. party.role) end)
    local r = caller:listen { "source_complaint", within = minutes(10) }
    case:note("들음 " .. (r.kind or r.state))
    caller:suggest(say.hello)
    case:close "done"
  end,
}
