return flow {
  title = "usage_unknown_answer_field",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local x = caller:say(say.hello).sate -- here
  end,
}
