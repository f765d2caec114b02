local caller = case.parties.caller

return flow {
  title = "요금조정",
  opens = { topic = "fare" },

  run = function(c)
    caller:suggest(say.hello)
    c:close "done"
  end,
}
