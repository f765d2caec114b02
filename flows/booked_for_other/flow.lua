-- 가이드 2) case 4 (호출자≠탑승자, 대신 불러주기 사용. 어드민에 탑승자 번호가 있음)
-- 번호가 이미 있으므로 호출자에게 연락처를 묻지 않는다.

return flow {
  title = "대신 불러주기로 다른 분이 탑승한 경우",
  opens = {
    inbound = { false, "caller" },               -- false: 먼저 연락해 온 사람이 없다
    booked_for_other = true,
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
    if not passenger:knows "phone" then return case:close "no_number" end
    local identity = caller:confirm(say.caller_identity)
    if identity.no then caller:suggest(say.wrong_person) end
    if not identity.yes then return case:close "caller_not_reached" end
    do -- 여기서만 보는 답이다. 블록이 끝나면 잊으니 check 가 따라갈 길이 줄어든다
      local talk = caller:confirm(say.caller_reason, { hears = { "delegate_request" } })
      if not talk.yes and talk.to ~= "passenger" then return case:close "caller_busy" end
    end

    case:step "호출자 동의 확인"
    local delegation = caller:consent(say.delegation, { delegate = passenger, about = case.topic })
    if not delegation.granted then return case:close "no_delegation" end

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
