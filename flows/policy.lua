-- 누구에게 무엇을 말해도 되는지, 얼마나 기다리는지. 코드가 아니라 표이고, 잠금은 엔진이 이 표대로 건다.
-- "1)"은 가이드 1) 응대 기본 원칙, "제15조" 등은 개인정보 보호법이다.

return policy {
  -- 흐름이 within을 적지 않으면 이만큼 기다린다. 가이드에 없는 값이므로 센터 운영 기준에 맞춰 바꾼다.
  limits = {
    suggest = minutes(30),   -- 상담사가 제안을 보낼 때까지
    confirm = hours(2),      -- 본인 확인, 통화 가능 여부
    consent = hours(24),     -- 동의
    ask = hours(2),          -- 연락처 등 물어본 값
    listen = hours(24),      -- 요청이 들어올 때까지
  },

  reask = 1,                 -- 분명하지 않은 답은 버튼과 함께 한 번 다시 묻는다 (시행령 제17조: 명확히 확인)
  -- typed: 버튼이 보이지 않을 수 있는 채팅에서는 "1. 네 / 2. 아니요"와 이 글이 질문 아래에 붙는다 (가이드에 없는 말: 확인 필요).
  buttons = { yes = "네", no = "아니요", typed = "1 또는 2로 답하셔도 됩니다." },

  consents = {
    -- 1) "호출자의 상담 위임 동의를 받은 경우에 한해 제 3자와 상담 가능". 기한은 가이드에 없다 (확인 필요).
    -- 법으로는 제3자 제공(제17조)이다: 위임받은 분에게 이용 내역과 문의 내용을 알려 주게 된다.
    delegation = { by = "caller", expires = days(30), law = "provision" },
    -- 3) "비회원인 경우, 개인정보수집동의 필요", 제15조 제1항 제1호. 본인이 한다.
    collection = { by = "self", only = "non_member", law = "collection" },
    -- 가이드 1·2장(목차만 있다): 고객의 말씀을 기사에게, 기사의 말씀을 고객에게 전하는 것. 기한은 가이드에 없다 (확인 필요).
    relay = { by = "caller", expires = days(2), law = "provision" },
    reply = { by = "self", expires = days(2), law = "provision" },
  },

  -- 안내의 법정 항목이 바뀌면(제15조 제2항, 제17조 제2항) 이미 동의한 분께 다시 묻는다. "keep"이면 묻지 않는다.
  on_legal_change = "ask_again",

  -- assent check가 잘못이라고 하지만 알고서 남겨 둔 것. 누가, 언제까지, 왜. 기한이 지나면 다시 잘못이 된다.
  exceptions = {
    {
      notice = { "delegation", "delegation_requested" },
      rule = { "items", "retention", "refusal", "withdrawal" },
      by = "개인정보 담당자 확인 전",
      expires = "2027-11-30",
      why = "가이드의 위임 스크립트는 한 글자도 바꿀 수 없고, 빠진 항목을 알리는 글은 아직 정해지지 않았다",
    },
  },

  gate = {
    -- 들을 사람 → 내용의 종류 → 있어야 하는 동의. {}는 누구에게나, "never"는 동의가 있어도 안 된다.
    -- public 공개, trip 이용 내역, case 문의 내용, contact 다른 사람의 연락처 (자기 연락처는 언제나 된다).
    tell = {
      -- 1) "상담은 호출자 기준으로 진행하는 것이 원칙"
      caller = { public = {}, trip = {}, case = {}, contact = "never" },
      -- 1) 위임 동의가 있어야 상담 가능 (제17조 제1항 제1호) + 비회원의 수집 동의 (제15조). 연락처는 1) "최소한" (제16조).
      third_party = {
        public = {},
        trip = { "delegation", "collection" },
        case = { "delegation", "collection" },
        contact = "never",
      },
      -- 가이드 1·2장(초안): 고객이 전해도 된다고 하고(제17조) 기사가 듣고 답하겠다고 한 뒤에만. 고객의 연락처는 알리지 않는다(제16조).
      driver = {
        public = {},
        trip = { "relay", "reply" },
        case = { "relay", "reply" },
        contact = "never",
      },
    },

    -- 우리가 먼저 연락해도 되는가. 먼저 연락해 온 사람(인입)은 언제나 된다.
    contact = {
      caller = {},                      -- 1) 호출자 기준
      third_party = { "delegation" },   -- 2) "호출자에게 상담 위임 동의 받고 제 3자 상담 진행"
      driver = { "relay" },             -- 고객이 동의한 다음에. 기사가 먼저 연락했으면 언제나
    },

    -- 다른 사람이 알려 준 연락처를 보관해도 되는가 (제16조 최소 수집, 제20조 출처).
    hold = {
      third_party = { "delegation" },
    },
  },
}
