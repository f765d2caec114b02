return flow {
  title = "usage_say_dot",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller.say(say.hello) -- here
    case:close(passenger.role)
  end,
}
