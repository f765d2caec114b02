return flow {
  title = "whenever",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("source_complaint", function(party, event)
      case:note("불만 " .. party.role .. " " .. event.kind)
      local r = party:suggest(say.hello)
      case:note("처리 " .. party.role .. " " .. r.state)
    end)
    case:step "질문"
    local r = caller:confirm(say.ready)
    case:step "마무리"
    local last = caller:suggest(say.bye)
    case:close(r.state .. "_" .. last.state)
  end,
}
