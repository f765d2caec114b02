return flow {
  title = "whenever_closes",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("withdrawal", function(party)
      case:note("철회 " .. party.role)
      party:suggest(say.bye)
      local function stop() case:close "withdrawn" end
      stop()
      case:note "여기에는 오지 않는다"
    end)
    caller:consent(say.delegation, { delegate = passenger })
    local r = passenger:suggest(say.about_topic)
    case:note("본래 " .. r.state)
    case:close(r.state)
  end,
}
