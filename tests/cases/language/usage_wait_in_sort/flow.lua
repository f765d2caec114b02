return flow {
  title = "usage_wait_in_sort",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    table.sort({ 2, 1 }, function(a, b) return case:now() > 0 and a < b end) -- here
  end,
}
