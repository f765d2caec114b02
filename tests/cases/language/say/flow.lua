return flow {
  title = "say",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local first = caller:say(say.hello)
    local second = passenger:say(say.about_topic)
    local third = caller:say(say.with_party, { third_party = passenger })
    case:close(first.state .. "_" .. second.state .. "_" .. third.state)
  end,
}
