return flow {
  title = "confirm_labels",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:close(caller:confirm(say.labelled).state)
  end,
}
