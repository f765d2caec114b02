return flow {
  title = "usage_listen_nothing",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:listen {} -- here
  end,
}
