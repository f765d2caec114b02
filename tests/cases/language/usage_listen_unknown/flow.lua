return flow {
  title = "usage_listen_unknown",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:listen { "delegat_request" } -- here
  end,
}
