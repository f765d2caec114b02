return flow {
  title = "usage_in_helper",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local function greet(party)
      party:suggest(say.ready) -- here
    end
    greet(caller)
  end,
}
