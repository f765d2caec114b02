local fields = { ["passenger.phone"] = { purpos = "x" } }
return flow {
  title = "요금조정",
  opens = { topic = { "fare", "accident" }, inbound = { "none", "caller" }, booked_for_other = false },
  collects = fields or {
    ["passenger.phone"] = { purpose = "탑승자와의 상담", type = "phone" },
  },

  run = function(case)
    case.parties.caller:suggest(say.hello)
    case:close "done"
  end,
}
