return flow {
  title = "usage_listen_text",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:listen "delegate_request" -- here
  end,
}
