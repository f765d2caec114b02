return flow {
  title = "confirm_hears",
  opens = { topic = "accident" },

  run = function(case)
    local caller = case.parties.caller
    local talk = caller:confirm(say.ready, { hears = { "delegate_request" } })
    case:note(talk.state .. " " .. tostring(talk.yes) .. " " .. tostring(talk.no) .. " "
      .. tostring(talk.kind) .. " " .. tostring(talk.to))
    case:close(talk.state)
  end,
}
