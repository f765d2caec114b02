return phrases {
  language = "ko",

  placeholders = {
    third_party = { class = "public", type = "party" },
    topic = { class = "case", type = "topic" },
  },

  words = {
    topic = { fare = "요금조정" },
    party = { caller = "호출자분", passenger = "탑승자분" },
  },

  ask_number = { kind = "question", text = "통화 가능한 연락처를 말씀해 주시겠습니까?" },

  delegation = {
    kind = "notice", consent = "delegation",
    legal = {
      recipient = "{third_party:과/와}",
      purpose = "{topic} 상담을 위해",
      items = "이용 내역과 문의 내용을 알려 드립니다.",
      retention = "그분은 상담이 끝날 때까지만 이용합니다.",
      refusal = "고객님은 거부하실 수 있고, 거부하시면 그분과 상담하지 않습니다.",
      withdrawal = "언제든지 이 대화로 철회하실 수 있습니다.",
    },
    text = "{third_party:과/와} {topic} 상담을 위해 이용 내역과 문의 내용을 알려 드립니다. "
      .. "그분은 상담이 끝날 때까지만 이용합니다. "
      .. "고객님은 거부하실 수 있고, 거부하시면 그분과 상담하지 않습니다. "
      .. "언제든지 이 대화로 철회하실 수 있습니다. 동의하시나요?",
  },

  collection = {
    kind = "notice", consent = "collection", yes = "동의합니다", no = "동의하지 않습니다",
    legal = {
      purpose = "상담과 처리 결과 안내를 위해 수집·이용합니다.",
      items = "수집하는 항목은 연락처와 상담 내용입니다.",
      retention = "보유 및 이용 기간은 처리가 끝난 뒤 1년입니다.",
      refusal = "동의를 거부하실 권리가 있으며, 동의하지 않으시면 상담을 진행하기 어렵습니다.",
      withdrawal = "동의하신 뒤에도 이 대화나 통화로 언제든지 철회하실 수 있습니다.",
    },
    text = "개인정보를 상담과 처리 결과 안내를 위해 수집·이용합니다. "
      .. "수집하는 항목은 연락처와 상담 내용입니다. "
      .. "보유 및 이용 기간은 처리가 끝난 뒤 1년입니다. "
      .. "동의를 거부하실 권리가 있으며, 동의하지 않으시면 상담을 진행하기 어렵습니다. "
      .. "동의하신 뒤에도 이 대화나 통화로 언제든지 철회하실 수 있습니다. "
      .. "개인정보 수집·이용에 동의하시나요?",
  },

  news = {
    kind = "notice", consent = "news",
    legal = {
      purpose = "새 소식과 혜택 알림을 위해",
      items = "연락처를",
      retention = "동의하신 날부터 1년 동안",
      refusal = "동의하지 않으실 권리가 있으며, 동의하지 않으셔도 불이익은 없습니다.",
      withdrawal = "언제든지 이 대화로 철회하실 수 있습니다.",
    },
    text = "새 소식과 혜택 알림을 위해 연락처를 동의하신 날부터 1년 동안 이용합니다. "
      .. "동의하지 않으실 권리가 있으며, 동의하지 않으셔도 불이익은 없습니다. "
      .. "언제든지 이 대화로 철회하실 수 있습니다. 동의하시나요?",
  },
}
