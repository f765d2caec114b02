return flow {
  title = "요금조정",
  opens = { topic = "fare" },
  collects = { ["passenger.phone"] = { purpose = "위임받은 탑승자와의 상담" } },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    caller:consent(say.delegation, { delegate = passenger })
    caller:ask("passenger.phone", say.ask_number)
    passenger:consent(say.collection)
    passenger:consent(say.news)
    case:close "done"
  end,
}
