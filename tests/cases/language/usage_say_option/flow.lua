return flow {
  title = "usage_say_option",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:say(say.hello, { within = hours(1) }) -- here
  end,
}
