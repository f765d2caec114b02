return flow {
  title = "usage_listen_option",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:listen { "callback_request", witin = hours(1) } -- here
  end,
}
