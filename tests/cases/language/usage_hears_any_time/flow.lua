return flow {
  title = "usage_hears_any_time",
  opens = { topic = "accident" },

  run = function(case)
    case.parties.caller:confirm(say.ready, { hears = { "withdrawal" } }) -- here
    case:close "no"
  end,
}
