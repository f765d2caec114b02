-- A turn with one message outwards: each event resumes the flow, which says one phrase and waits.
return flow {
  title = "bench: 턴마다 한 마디",
  opens = { topic = { "fare" } },
  run = function(case)
    while true do
      case.parties.caller:listen { "callback_request" }
      case.parties.caller:say(say.noted)
    end
  end,
}
