return flow {
  title = "usage_say_third_table",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:say(say.hello, nil, { within = hours(1) }) -- here
    case:close(passenger.role)
  end,
}
