-- 응대 스크립트. 가이드(제3자 OB 응대 가이드)의 문장은 한 글자도 바꾸지 않고, 문장 끝에서만 나눈다.
-- 가이드의 OOO, 0월 0일, OO(출발지)는 {자리표시}가 되고, "탑승자분"은 상황에 맞는 말(words.party)이 된다.
-- to: 누구에게 하는 말인지. 다른 사람에게 하면 assent check가 알려 준다.
-- draft = true: 가이드에 없는 문구라서 운영팀·개인정보 담당자가 확인해야 한다. 목록은 flows/README.md에 있다.

return phrases {
  language = "ko",

  placeholders = {
    agent_name = { class = "public" },                    -- 상담사 이름
    third_party = { class = "public", type = "party" },   -- 흐름이 넘겨준 사람: words.party
    trip_date = { class = "trip", type = "date" },        -- "2026-11-20" → "11월 20일"
    origin = { class = "trip" },                          -- 출발지
    destination = { class = "trip" },                     -- 도착지
    topic = { class = "case", type = "topic" },           -- words.topic
    ["caller.phone"] = { class = "contact", party = "caller" },
    ["passenger.phone"] = { class = "contact", party = "passenger" },
    ["vehicle_owner.phone"] = { class = "contact", party = "vehicle_owner" },
    ["spouse.phone"] = { class = "contact", party = "spouse" },
    ["other.phone"] = { class = "contact", party = "other" },
  },

  words = {
    -- 가이드 2)의 이슈. RM이슈(성희롱 등)는 고객에게 그대로 말하지 않는다.
    topic = {
      fare = "요금조정",
      accident = "사고",
      harassment = "이용 중 불편 사항",
    },
    party = {
      caller = "호출자분",
      passenger = "탑승자분",
      vehicle_owner = "차주분",
      spouse = "배우자분",
      other = "상담받으실 분",
      driver = "기사님",
    },
  },

  -- 제3자가 먼저 연락한 경우 ------------------------------------------------------------------

  caller_only = {
    kind = "question",
    to = { "third_party" },
    source = "3) 탑승자 또는, 차주가 인입하여 상담 요청하는 경우",
    text = "서비스 이용 건에 대한 자세한 상담은 호출하신 분만 가능하기 때문에, "
      .. "고객님 상담을 진행하려면 호출자의 동의가 필요합니다. "
      .. "호출자분과 내용 확인 후, 다시 연락드려도 괜찮으실까요?",
  },

  -- 가이드는 "비회원인 경우, 개인정보수집동의 필요"라고만 하고 문구를 주지 않는다.
  -- legal의 네 항목은 개인정보 보호법 제15조 제2항, withdrawal은 제38조 제4항. 상담사가 고쳐도 지울 수 없다.
  collection_notice = {
    kind = "notice",
    consent = "collection",
    draft = true,
    source = "3) 비회원 주석 \"개인정보수집동의 필요\" (문구는 가이드에 없음)",
    yes = "동의합니다",
    no = "동의하지 않습니다",
    legal = {
      purpose = "개인정보는 서비스 이용 건의 상담과 처리 결과 안내를 위해 수집·이용합니다.",
      items = "수집하는 항목은 연락처와 상담 내용입니다.",
      retention = "보유 및 이용 기간은 문의 처리가 끝날 때까지이며, "
        .. "법령에 따라 보존해야 하는 정보는 그 기간까지 보관한 뒤 지체 없이 파기합니다.",
      refusal = "고객님께는 동의를 거부하실 권리가 있으며, 동의하지 않으시면 상담을 진행하기 어렵습니다.",
      withdrawal = "동의하신 뒤에도 이 대화나 통화로 언제든지 동의를 철회하실 수 있습니다.",
    },
    text = "상담을 진행하려면 고객님의 개인정보 수집·이용 동의가 필요합니다. "
      .. "개인정보는 서비스 이용 건의 상담과 처리 결과 안내를 위해 수집·이용합니다. "
      .. "수집하는 항목은 연락처와 상담 내용입니다. "
      .. "보유 및 이용 기간은 문의 처리가 끝날 때까지이며, "
      .. "법령에 따라 보존해야 하는 정보는 그 기간까지 보관한 뒤 지체 없이 파기합니다. "
      .. "고객님께는 동의를 거부하실 권리가 있으며, 동의하지 않으시면 상담을 진행하기 어렵습니다. "
      .. "동의하신 뒤에도 이 대화나 통화로 언제든지 동의를 철회하실 수 있습니다. "
      .. "개인정보 수집·이용에 동의하시나요?",
  },

  -- 동의가 없었는지 연락이 안 됐는지는 제3자에게 알리지 않는다.
  cannot_consult = {
    kind = "statement",
    to = { "third_party" },
    draft = true,
    source = "가이드에 없음 (동의를 받지 못했을 때 제3자 안내)",
    text = "호출하신 분의 동의를 확인하지 못해 상담을 도와드리기 어려운 점 너른 양해 부탁드립니다.",
  },

  -- 호출자에게 연락 ---------------------------------------------------------------------------

  caller_identity = {
    kind = "question",
    to = { "caller" },
    source = "3) [호출자 OB] 상담 위임 동의 확인, \"안녕하세요\"부터 \"맞으신가요?\"까지",
    text = "안녕하세요. 카카오 T 긴급신고센터 {agent_name}입니다. "
      .. "실례지만, {trip_date} {origin}에서 {destination}까지 "
      .. "카카오 T 대리를 호출(이용)하신 고객님 본인 맞으신가요?",
  },

  -- 제3자가 실제로 문의한 경우에만 쓴다.
  caller_inquiry = {
    kind = "question",
    to = { "caller" },
    source = "3) [호출자 OB] 상담 위임 동의 확인, \"OOO 관련해\"부터 \"가능하실까요?\"까지",
    text = "{topic} 관련해 {third_party}께서 문의를 주셔서 고객님께 연락드렸는데요. "
      .. "잠시 통화 가능하실까요?",
  },

  -- 우리가 먼저 연락한 경우: 가이드의 "탑승자분께서 문의를 주셔서"가 사실이 아니므로 그 문장을 뺀다.
  caller_reason = {
    kind = "question",
    to = { "caller" },
    draft = true,
    source = "첫 문장은 가이드에 없음, \"잠시 통화 가능하실까요?\"는 3) [호출자 OB] 상담 위임 동의 확인",
    text = "{topic} 관련해 고객님께 연락드렸습니다. 잠시 통화 가능하실까요?",
  },

  -- 위임받는 분에게 이용 내역과 문의 내용을 알려 주는 것은 개인정보의 제3자 제공이다(제17조). 가이드의 글에는
  -- 제공받는 자와 목적만 있다: 나머지 항목은 policy.lua의 exceptions를 보라.
  delegation = {
    kind = "notice",
    to = { "caller" },
    consent = "delegation",
    source = "3) [호출자 OB] 상담 위임 동의 확인, \"서비스 이용 건에\"부터 끝까지",
    legal = {
      recipient = "{third_party:과/와}",
      purpose = "{topic} 관련된 상담",
      need = "상담을 위해선 고객님의 동의가 필요합니다.",
      question = "관련된 상담을 진행해도 괜찮으실까요?",
    },
    text = "서비스 이용 건에 대한 자세한 상담은 호출하신 고객님만 가능하기 때문에, "
      .. "{third_party:과/와}의 상담을 위해선 고객님의 동의가 필요합니다. "
      .. "{third_party:과/와} {topic} 관련된 상담을 진행해도 괜찮으실까요?",
  },

  -- 동의는 연락처와 따로 묻는다(제22조): 가이드의 둘째 문장은 ask_number가 되고, 그 자리에 동의를 묻는 가이드 문장을 둔다.
  delegation_requested = {
    kind = "notice",
    to = { "caller" },
    consent = "delegation",
    source = "3) 호출자가 탑승자 또는, 배우자 등과 상담해 달라고 하는 경우, 첫째 문장"
      .. " + [호출자 OB] 상담 위임 동의 확인, 마지막 문장",
    legal = {
      recipient = "{third_party:과/와}",
      purpose = "{topic} 관련된 상담",
      need = "상담을 위해선 고객님의 동의가 필요해요.",
      question = "관련된 상담을 진행해도 괜찮으실까요?",
    },
    text = "서비스 이용 건에 대한 자세한 상담은 호출하신 고객님만 가능하기 때문에, "
      .. "{third_party:과/와}의 상담을 위해선 고객님의 동의가 필요해요. "
      .. "{third_party:과/와} {topic} 관련된 상담을 진행해도 괜찮으실까요?",
  },

  -- 연락처를 모를 때만 묻는다.
  ask_number = {
    kind = "question",
    to = { "caller" },
    source = "3) 호출자가 탑승자 또는, 배우자 등과 상담해 달라고 하는 경우, 둘째 문장",
    text = "동의하신다면, 통화 가능한 {third_party} 연락처를 말씀해주시겠습니까?",
  },

  -- 제3자와 상담 ------------------------------------------------------------------------------

  -- 본인인지 알기 전이므로 이용 내역과 문의 내용을 말하지 않는다.
  delegate_identity = {
    kind = "question",
    to = { "third_party" },
    draft = true,
    source = "인사는 3) [호출자 OB] 상담 위임 동의 확인, 나머지는 가이드에 없음 (제3자 OB 첫인사)",
    text = "안녕하세요. 카카오 T 긴급신고센터 {agent_name}입니다. "
      .. "호출자분의 동의를 받아 연락드렸습니다. 실례지만, {third_party} 본인 맞으신가요?",
  },

  -- 출발지와 도착지는 상담에 필요하지 않으면 말하지 않는다: 1) "목적에 필요한 최소한의 개인정보만".
  consult_opening = {
    kind = "statement",
    to = { "third_party" },
    draft = true,
    source = "가이드에 없음 (제3자 상담 시작)",
    text = "호출자분의 동의를 확인했습니다. "
      .. "{trip_date} 카카오 T 대리 건의 {topic} 관련 상담을 도와드리겠습니다.",
  },

  consult_closing = {
    kind = "statement",
    to = { "third_party" },
    draft = true,
    source = "가이드에 없음 (제3자 상담 마무리)",
    text = "말씀해 주신 내용은 담당자가 확인한 뒤 안내드리겠습니다. 더 전하실 말씀이 있으면 언제든지 남겨 주세요.",
  },

  -- "내 정보는 어떻게 알았냐" -------------------------------------------------------------------

  -- 호출자가 연락처를 준 사람에게만 쓴다. "대해보다"의 띄어쓰기와 마침표 없는 끝은 가이드 원문 그대로다.
  source_answer = {
    kind = "statement",
    to = { "third_party" },
    source = "3) 탑승자 OB 시, \"내 정보는 어떻게 알았냐\" 불만이 발생하는 경우",
    text = "서비스 이용 중 발생한 문의에 대해보다 정확하고 원활하게 도움을 드리기 위해 "
      .. "호출자분께서 연락처를 전달해 주셔서 연락드렸습니다. "
      .. "카카오 T는 고객님의 동의 없이 개인정보를 확인하거나 전달하지 않으며, "
      .. "도움을 드리기 위해 꼭 필요한 경우에만 최소한의 정보만 확인하고 있습니다",
  },

  -- 스스로 연락처를 남긴 사람(호출자, 먼저 문의한 제3자)에게는 가이드의 첫 문장이 사실이 아니다.
  source_own = {
    kind = "statement",
    draft = true,
    source = "첫 문장은 가이드에 없음, 둘째 문장은 3) \"내 정보는 어떻게 알았냐\", 둘째 문장",
    text = "고객님께서 카카오 T에 남겨 주신 연락처로 연락드렸습니다. "
      .. "카카오 T는 고객님의 동의 없이 개인정보를 확인하거나 전달하지 않으며, "
      .. "도움을 드리기 위해 꼭 필요한 경우에만 최소한의 정보만 확인하고 있습니다",
  },

  -- 개인정보 보호법 제20조 제1항 제3호: 출처를 물으면 처리 정지와 철회의 권리도 바로 알린다.
  source_rights = {
    kind = "statement",
    draft = true,
    source = "가이드에 없음 (개인정보 보호법 제20조 제1항 제3호)",
    text = "원하지 않으시면 언제든지 개인정보 처리 정지를 요구하시거나 동의를 철회하실 수 있으며, "
      .. "말씀해 주시면 바로 처리해 드리겠습니다.",
  },

  -- 그 밖 -------------------------------------------------------------------------------------

  wrong_person = {
    kind = "statement",
    draft = true,
    source = "가이드에 없음 (다른 사람에게 연락이 닿았을 때)",
    text = "죄송합니다. 연락처를 잘못 확인한 것 같습니다. 다시 연락드리지 않도록 하겠습니다.",
  },

  withdrawal_done = {
    kind = "statement",
    draft = true,
    source = "가이드에 없음 (개인정보 보호법 제37조, 제38조 제4항)",
    text = "요청하신 대로 동의를 철회해 드렸습니다. 지금부터 해당 동의에 따른 상담과 연락은 진행하지 않겠습니다.",
  },
}
