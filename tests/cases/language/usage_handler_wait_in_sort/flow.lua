return flow {
  title = "usage_handler_wait_in_sort",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    case:whenever("callback_request", function(party, event)
      table.sort({ 2, 1 }, function(a, b)
        case:wait(minutes(1)) -- here
        return a < b
      end)
    end)
    case:close(caller:suggest(say.hello).state)
  end,
}
