-- 가이드 2) case 1 (호출자≠탑승자, 대신 불러주기 기능 사용 X. 실 탑승자의 정보가 없는 상황)
-- 요금조정 등으로 호출자에게 연락했더니 "탑승자와 통화해라"라고 하는 경우

return flow {
  title = "호출자가 탑승자와 통화하라고 하는 경우",
  opens = {
    inbound = { false, "caller" },               -- false: 먼저 연락해 온 사람이 없다
    caller_is_passenger = false,
    booked_for_other = false,
  },
  collects = {
    ["passenger.phone"] = { purpose = "호출자가 위임한 탑승자와의 상담", type = "phone" },
  },

  run = function(case)
    local caller, passenger = case.parties.caller, case.parties.passenger

    case:whenever("source_complaint", function(party)
      party:suggest(party.role == "caller" and say.source_own or say.source_answer)
      party:suggest(say.source_rights)
    end)
    case:whenever("withdrawal", function(party)
      party:suggest(say.withdrawal_done)
      case:close "withdrawn"
    end)

    case:step "호출자 확인"
    local identity = caller:confirm(say.caller_identity)
    if identity.no then caller:suggest(say.wrong_person) end
    if not identity.yes then return case:close "caller_not_reached" end
    do -- 여기서만 보는 답이다. 블록이 끝나면 잊으니 check 가 따라갈 길이 줄어든다
      local talk = caller:confirm(say.caller_reason, { hears = { "delegate_request" } })
      if not talk.yes and not talk.kind then return case:close "caller_busy" end

      case:step "호출자 상담"
      local request = talk.kind and talk or caller:listen { "delegate_request" }
      if request.kind ~= "delegate_request" then return case:close "no_request" end
      if request.to ~= "passenger" then
        case:note "탑승자가 아닌 분과의 상담을 원하십니다. 새 케이스에서 '배우자' 흐름을 고르세요."
        return case:close "other_delegate"
      end
    end

    case:step "호출자 동의 확인"
    local delegation = caller:consent(say.delegation_requested,
      { delegate = passenger, about = case.topic })
    if not delegation.granted then return case:close "no_delegation" end
    caller:ask("passenger.phone", say.ask_number, { third_party = passenger })
    if not passenger:knows "phone" then return case:close "no_number" end

    case:step "탑승자 확인"
    local reached = passenger:confirm(say.delegate_identity, { third_party = passenger })
    if reached.no then passenger:suggest(say.wrong_person) end
    if not reached.yes then return case:close "delegate_not_reached" end
    if not passenger.member then
      local collected = passenger:consent(say.collection_notice)
      if not collected.granted then return case:close "collection_refused" end
    end

    case:step "탑승자 상담"
    local opening = passenger:suggest(say.consult_opening)
    if opening.state == "blocked" then return case:close "consent_lost" end
    passenger:suggest(say.consult_closing, nil, { within = hours(24) })
    case:close "consulted"
  end,
}
