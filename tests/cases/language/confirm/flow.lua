return flow {
  title = "confirm",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local r = caller:confirm(say.ready)
    local which = r.yes and "yes" or r.no and "no" or r.unclear and "unclear"
      or r.unanswered and "unanswered"
    case:note("답 " .. which .. ", " .. (r.via or "없음"))
    case:close(r.state)
  end,
}
