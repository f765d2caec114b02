return flow {
  title = "usage_delegate_of_confirm",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:confirm(say.ready, nil, { delegate = passenger }) -- here
  end,
}
