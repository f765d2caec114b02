return flow {
  title = "usage_say_question",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:say(say.ready) -- here
  end,
}
