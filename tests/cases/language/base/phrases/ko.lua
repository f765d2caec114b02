return phrases {
  language = "ko",

  placeholders = {
    agent_name = { class = "public" },
    third_party = { class = "public", type = "party" },
    word = { class = "public" },
    trip_date = { class = "trip", type = "date" },
    origin = { class = "trip" },
    topic = { class = "case", type = "topic" },
    ["passenger.phone"] = { class = "contact", party = "passenger" },
  },

  words = {
    topic = { fare = "요금조정", accident = "사고" },
    party = {
      caller = "호출자분", passenger = "탑승자분", spouse = "배우자분", vehicle_owner = "차주분",
      driver = "기사", other = "제3자분",
    },
  },

  hello = { kind = "statement", text = "안녕하세요." },
  bye = { kind = "statement", text = "안녕히 계세요." },
  about_topic = { kind = "statement", text = "{topic} 관련해 연락드렸습니다." },
  about_trip = { kind = "statement", text = "{trip_date} {origin}에서 출발하신 건입니다." },
  about_word = { kind = "statement", text = "{word} 안내입니다." },
  number = { kind = "statement", text = "번호는 {passenger.phone}입니다." },
  with_party = { kind = "statement", text = "{third_party:과/와} 상담합니다." },

  ready = { kind = "question", text = "지금 괜찮으신가요?" },
  labelled = { kind = "question", yes = "지금 좋아요", no = "나중에요", text = "통화하실까요?" },
  ask_topic = { kind = "question", text = "{topic} 건이 맞으신가요?" },
  ask_number = { kind = "question", text = "{third_party}의 연락처를 알려 주시겠어요?" },

  delegation = {
    kind = "notice", consent = "delegation",
    legal = { purpose = "상담을 진행해도 괜찮으실까요?" },
    text = "{third_party:과/와} 상담을 진행해도 괜찮으실까요?",
  },
  collection = {
    kind = "notice", consent = "collection", draft = true,
    legal = {
      purpose = "상담을 위해", items = "연락처를", retention = "처리가 끝날 때까지",
      refusal = "거부하실 수 있습니다",
    },
    text = "상담을 위해 연락처를 처리가 끝날 때까지 보관합니다. 거부하실 수 있습니다. 동의하시나요?",
  },
}
