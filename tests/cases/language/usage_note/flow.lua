return flow {
  title = "usage_note",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:note { "a" } -- here
  end,
}
