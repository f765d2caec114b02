return flow {
  title = "usage_say_values",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:say(say.hello, "x") -- here
  end,
}
