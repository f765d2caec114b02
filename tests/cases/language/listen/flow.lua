return flow {
  title = "listen",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local r = caller:listen { "delegate_request", "callback_request", within = minutes(20) }
    case:note((r.kind or "없음") .. " → " .. (r.to or "없음") .. ", " .. r.state)
    case:close(r.kind or r.state)
  end,
}
