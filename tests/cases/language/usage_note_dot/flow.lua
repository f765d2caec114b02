return flow {
  title = "usage_note_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case.note "x" -- here
    case:close(passenger.role)
  end,
}
