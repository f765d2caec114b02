-- For the bench: one phrase with placeholders, filled anew in every turn of flows/say.
return phrases {
  language = "ko",
  placeholders = {
    agent_name = { class = "public" },
    trip_date = { class = "trip", type = "date" },
    origin = { class = "trip" },
    topic = { class = "case", type = "topic" },
  },
  words = {
    topic = { fare = "요금조정", accident = "사고" },
    party = { caller = "호출자분" },
  },
  noted = {
    kind = "statement",
    text = "{trip_date} {origin}에서 이용하신 건의 {topic} 문의를 상담사 {agent_name}이 이어서 확인하고 있습니다.",
  },
}
