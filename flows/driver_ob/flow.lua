-- 가이드 2. [고객 인입] 기사 OB: 목차에 제목만 있다. 순서와 글 모두 초안이다.
-- 두고 내린 물건, 만남 장소, 결제 등으로 고객이 기사님과 연락하고 싶어 한다. 번호는 어느 쪽에도 알리지 않는다.
-- 사고와 이용 중 불편 사항(RM이슈)은 여기서 다루지 않는다: 기사님과 고객을 잇지 않는다.

return flow {
  title = "고객이 기사님과의 연락을 요청한 경우",
  opens = {
    inbound = "caller",
    topic = { "belongings", "pickup", "payment", "complaint" },
  },

  run = function(case)
    local caller, driver = case.parties.caller, case.parties.driver

    case:whenever("source_complaint", function(party)
      party:suggest(party.role == "driver" and say.source_driver or say.source_own)
      party:suggest(say.source_rights)
    end)
    case:whenever("withdrawal", function(party)
      party:suggest(say.withdrawal_done)
      if party.role == "driver" then caller:suggest(say.cannot_relay) end
      case:close "withdrawn"
    end)
    local function stop(outcome)
      caller:suggest(say.cannot_relay)
      return case:close(outcome)
    end

    case:step "고객 확인"
    local identity = caller:confirm(say.caller_identity)
    if identity.no then caller:suggest(say.wrong_person) end
    if not identity.yes then return case:close "caller_not_reached" end
    if not driver:knows "phone" then return stop "no_number" end

    case:step "고객 동의 확인"
    local relay = caller:consent(say.relay_notice, { delegate = driver, about = case.topic })
    if not relay.granted then return case:close "no_relay" end

    case:step "기사님 확인"
    local reached = driver:confirm(say.driver_identity)
    if reached.no then driver:suggest(say.wrong_person) end
    if not reached.yes then return stop "driver_not_reached" end

    case:step "기사님 동의 확인"          -- 동의하기 전에는 고객의 말씀도 전하지 않는다
    local reply = driver:consent(say.reply_notice, { delegate = caller })
    if not reply.granted then return stop "no_reply" end

    case:step "기사님께 전달"
    local told = driver:suggest(say.relay_message, { third_party = caller },
      { within = hours(24) })
    if told.state == "blocked" then return stop "consent_lost" end

    case:step "고객께 전달"
    caller:suggest(say.relay_answer, { third_party = driver }, { within = hours(24) })
    case:close "relayed"
  end,
}
