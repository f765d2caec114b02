return flow {
  title = "usage_listen_number",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:listen { 5 } -- here
  end,
}
