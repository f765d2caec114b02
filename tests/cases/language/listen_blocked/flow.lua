return flow {
  title = "listen_blocked",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegate = passenger })
    case:close(passenger:listen({ "callback_request" }).state)
  end,
}
