return flow {
  title = "suggest_limit",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:close(caller:suggest(say.hello).state)
  end,
}
