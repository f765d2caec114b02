-- 가이드 2) case 3 (호출자=탑승자)
-- 사고 또는 RM이슈(성희롱 등)로 호출자에게 연락했더니 "제 남편과 통화해 주세요"라고 하는 경우

return flow {
  title = "호출자가 배우자 등과 통화해 달라고 하는 경우",
  opens = {
    inbound = { false, "caller" },               -- false: 먼저 연락해 온 사람이 없다
    caller_is_passenger = true,
    topic = { "accident", "harassment" },
  },
  collects = {
    ["spouse.phone"] = { purpose = "호출자가 위임한 배우자와의 상담", type = "phone" },
    ["vehicle_owner.phone"] = { purpose = "호출자가 위임한 차주와의 상담", type = "phone" },
    ["other.phone"] = { purpose = "호출자가 위임한 분과의 상담", type = "phone" },
  },

  run = function(case)
    local caller = case.parties.caller

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
    local delegate
    do -- 여기서만 보는 답이다. 블록이 끝나면 잊으니 check 가 따라갈 길이 줄어든다
      local talk = caller:confirm(say.caller_reason, { hears = { "delegate_request" } })
      if not talk.yes and not talk.kind then return case:close "caller_busy" end

      case:step "호출자 상담"
      local request = talk.kind and talk or caller:listen { "delegate_request" }
      if request.kind ~= "delegate_request" then return case:close "no_request" end
      delegate = case.parties[request.to or "spouse"]
    end

    case:step "호출자 동의 확인"
    local delegation = caller:consent(say.delegation_requested,
      { delegate = delegate, about = case.topic })
    if not delegation.granted then return case:close "no_delegation" end
    caller:ask(delegate.role .. ".phone", say.ask_number, { third_party = delegate })
    if not delegate:knows "phone" then return case:close "no_number" end

    case:step "위임받은 분 확인"
    local reached = delegate:confirm(say.delegate_identity, { third_party = delegate })
    if reached.no then delegate:suggest(say.wrong_person) end
    if not reached.yes then return case:close "delegate_not_reached" end
    if not delegate.member then
      local collected = delegate:consent(say.collection_notice)
      if not collected.granted then return case:close "collection_refused" end
    end

    case:step "위임받은 분 상담"
    local opening = delegate:suggest(say.consult_opening)
    if opening.state == "blocked" then return case:close "consent_lost" end
    delegate:suggest(say.consult_closing, nil, { within = hours(24) })
    case:close "consulted"
  end,
}
