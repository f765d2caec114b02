-- A turn without words: each event resumes the flow, which makes a step and waits for the next.
return flow {
  title = "bench: 턴만",
  opens = { topic = { "accident" } },
  run = function(case)
    while true do
      case.parties.caller:listen { "callback_request" }
      case:step "확인"
    end
  end,
}
