-- 가이드 2) case 2 (호출자=탑승자, 사고 발생 시 차주의 CS 인입)
-- 가이드 3) "탑승자 또는, 차주가 인입하여 상담 요청하는 경우": 탑승자가 문의해도 순서가 같아 이 흐름이 열린다.

return flow {
  title = "차주·탑승자 등 제3자가 문의한 경우",
  opens = { inbound = { "vehicle_owner", "passenger", "spouse", "other" } },

  run = function(case)
    local caller, inquirer = case.parties.caller, case.parties[case.inbound]

    case:whenever("source_complaint", function(party)
      party:suggest(say.source_own)                -- 두 사람 모두 연락처를 스스로 남겼다
      party:suggest(say.source_rights)
    end)
    case:whenever("withdrawal", function(party)
      party:suggest(say.withdrawal_done)
      if party.role == "caller" then inquirer:suggest(say.cannot_consult) end
      case:close "withdrawn"
    end)
    local function stop(outcome)
      inquirer:suggest(say.cannot_consult)
      return case:close(outcome)
    end

    case:step "문의하신 분 응대"
    local back = inquirer:confirm(say.caller_only)
    if not back.yes then return case:close "no_call_back" end
    if not inquirer.member then
      local collected = inquirer:consent(say.collection_notice)
      if not collected.granted then return case:close "collection_refused" end
    end

    case:step "호출자 확인"
    local identity = caller:confirm(say.caller_identity)
    if identity.no then caller:suggest(say.wrong_person) end
    if not identity.yes then return stop "caller_not_reached" end
    local talk = caller:confirm(say.caller_inquiry, { third_party = inquirer })
    if not talk.yes then return stop "caller_busy" end

    case:step "호출자 동의 확인"
    local delegation = caller:consent(say.delegation, { delegate = inquirer, about = case.topic })
    if not delegation.granted then return stop "no_delegation" end

    case:step "제3자 상담"
    local opening = inquirer:suggest(say.consult_opening)
    if opening.state == "blocked" then return stop "consent_lost" end
    inquirer:suggest(say.consult_closing, nil, { within = hours(24) })
    case:close "consulted"
  end,
}
