return flow {
  title = "confirm_within",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:close(caller:confirm(say.ready, { within = minutes(5) }).state)
  end,
}
