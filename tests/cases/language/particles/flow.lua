return flow {
  title = "particles",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    for _, role in ipairs { "passenger", "vehicle_owner", "driver" } do
      caller:say(say.with_party, { third_party = case.parties[role] })
    end
    caller:say(say.about_word, { word = "요금" })
    case:close "done"
  end,
}
