return flow {
  title = "chance",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local one, six = case:random(1), case:random(6)
    local first, second = case:uuid(), case:uuid()
    case:note(first .. " " .. second .. " " .. six)
    caller:suggest(say.hello)
    case:note(first .. " " .. second .. " " .. six)
    local fine = one == 1 and six >= 1 and six <= 6 and first ~= second and #first == 26
    case:close(fine and "fine" or "wrong")
  end,
}
