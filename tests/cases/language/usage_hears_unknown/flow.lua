return flow {
  title = "usage_hears_unknown",
  opens = { topic = "accident" },

  run = function(case)
    case.parties.caller:confirm(say.ready, { hears = { "delegat_request" } }) -- here
    case:close "no"
  end,
}
