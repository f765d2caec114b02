return flow {
  title = "facts",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local inbound = case.inbound
    case:note(case.topic .. " " .. inbound .. " " .. tostring(case.booked_for_other) .. " "
      .. tostring(case.caller_is_passenger))
    case:note(caller.role .. " " .. tostring(caller.member) .. " " .. tostring(passenger.member)
      .. " " .. tostring(case.parties[inbound].member) .. " " .. tostring(caller:knows "phone")
      .. " " .. tostring(case.parties.spouse:knows "phone"))
    case:close(inbound)
  end,
}
