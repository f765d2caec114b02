return flow {
  title = "usage_no_close",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:say(say.hello)
    if caller.member then return end
    case:close "done"
  end, -- here
}
