-- 누구에게 무엇을 말해도 되는지, 얼마나 기다리는지. 코드가 아니라 표이고, 잠금은 엔진이 이 표대로 건다.
-- `assent new`가 만든 시작이다: 개인정보 담당자와 함께 우리 센터에 맞춘다. "제15조" 등은 개인정보 보호법이다.

return policy {
  -- 흐름이 within을 적지 않으면 이만큼 기다린다.
  limits = {
    suggest = minutes(30),   -- 상담사가 제안을 보낼 때까지
    confirm = hours(2),      -- 네/아니요로 답할 때까지
    consent = hours(24),     -- 동의
    ask = hours(2),          -- 연락처 등 물어본 값
    listen = hours(24),      -- 요청이 들어올 때까지
  },

  reask = 1,                 -- 분명하지 않은 답은 버튼과 함께 한 번 다시 묻는다
  -- typed: 버튼이 보이지 않을 수 있는 채팅에서 질문 아래에 붙는다
  buttons = { yes = "네", no = "아니요", typed = "1 또는 2로 답하셔도 됩니다." },

  consents = {
    -- 호출자가, 제3자와 상담해도 된다고 하는 것: 제3자 제공(제17조)
    delegation = { by = "caller", expires = days(30), law = "provision" },
    -- 회원이 아닌 분의 개인정보 수집(제15조)
    collection = { by = "self", only = "non_member", law = "collection" },
  },

  gate = {
    -- 들을 사람 → 내용의 종류 → 있어야 하는 동의. {}는 누구에게나, "never"는 동의가 있어도 안 된다.
    tell = {
      caller = { public = {}, trip = {}, case = {}, contact = "never" },
      third_party = {
        public = {},
        trip = { "delegation", "collection" },
        case = { "delegation", "collection" },
        contact = "never",
      },
      driver = { public = {}, trip = "never", case = "never", contact = "never" },
    },

    -- 우리가 먼저 연락해도 되는가. 먼저 연락해 온 사람(인입)은 언제나 된다.
    contact = { caller = {}, third_party = { "delegation" }, driver = "never" },

    -- 다른 사람이 알려 준 연락처를 보관해도 되는가 (제16조 최소 수집).
    hold = { third_party = { "delegation" } },
  },
}
