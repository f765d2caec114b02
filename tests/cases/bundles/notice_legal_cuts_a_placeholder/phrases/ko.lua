return phrases {
  language = "ko",

  placeholders = {
    agent_name = { class = "public" },
    third_party = { class = "public", type = "party" },
    trip_date = { class = "trip", type = "date" },
    topic = { class = "case", type = "topic" },
    ["passenger.phone"] = { class = "contact", party = "passenger" },
    ["spouse.phone"] = { class = "contact" },
  },

  words = {
    topic = { fare = "요금조정", accident = "사고" },
    party = { caller = "호출자분", passenger = "탑승자분", spouse = "배우자분" },
  },

  hello = { kind = "statement", text = "안녕하세요. {agent_name}입니다." },

  identity = { kind = "question", text = "{trip_date} 이용하신 고객님 맞으신가요?" },

  delegation = {
    kind = "notice", consent = "delegation",
    legal = { purpose = "과/와} {topic} 관련된 상담" },
    text = "{third_party:과/와} {topic} 관련된 상담을 진행해도 괜찮으실까요?",
  },

  collection = {
    kind = "notice", consent = "collection", draft = true, yes = "동의합니다",
    legal = {
      purpose = "상담을 위해", items = "연락처를", retention = "처리가 끝날 때까지", refusal = "거부하실 수 있습니다",
    },
    text = "상담을 위해 연락처를 처리가 끝날 때까지 보관합니다. 거부하실 수 있습니다. 동의하시나요?",
  },
}
