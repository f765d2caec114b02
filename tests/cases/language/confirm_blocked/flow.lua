return flow {
  title = "confirm_blocked",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:close(passenger:confirm(say.ask_topic).state)
  end,
}
