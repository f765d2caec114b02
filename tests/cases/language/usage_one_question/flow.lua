return flow {
  title = "usage_one_question",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("callback_request", function(party)
      party:confirm(say.ready) -- here
    end)
    case:close(caller:confirm(say.labelled).state)
  end,
}
