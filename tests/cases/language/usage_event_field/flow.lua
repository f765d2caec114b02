return flow {
  title = "usage_event_field",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("callback_request", function(party, event)
      case:note(event.reson) -- here
    end)
    case:close(caller:suggest(say.hello).state)
  end,
}
