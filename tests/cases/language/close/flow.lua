return flow {
  title = "close",
  opens = { topic = "accident" },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger
    local function stop(outcome)
      case:note "끝냄"
      case:close(outcome)
      case:note "여기에는 오지 않는다"
    end
    case:step "하나"
    case:step "둘"
    caller:suggest(say.hello)
    stop "by_helper"
    case:note "여기에도 오지 않는다"
    caller:say(say.bye)
  end,
}
