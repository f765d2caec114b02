return flow {
  title = "usage_hears_text",
  opens = { topic = "accident" },

  run = function(case)
    case.parties.caller:confirm(say.ready, { hears = "delegate_request" }) -- here
    case:close "no"
  end,
}
