return flow {
  title = "ask",
  opens = { topic = "accident" },
  collects = { ["passenger.phone"] = { purpose = "시험", type = "phone" } },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegate = passenger })
    local before = passenger:knows "phone"
    local r = caller:ask("passenger.phone", say.ask_number, { third_party = passenger })
    case:note("알고 있음 " .. tostring(before) .. " " .. tostring(passenger:knows "phone"))
    case:close(r.state)
  end,
}
