-- 응대 스크립트. 글에 넣을 수 있는 것은 placeholders에 있고, 그 class가 누구에게 말할 수 있는지를 정한다(policy.lua).

return phrases {
  language = "ko",

  placeholders = {
    agent_name = { class = "public" },                    -- 상담사 이름
    third_party = { class = "public", type = "party" },   -- 흐름이 넘겨준 사람: words.party
    trip_date = { class = "trip", type = "date" },        -- "2026-11-20" → "11월 20일"
    origin = { class = "trip" },                          -- 출발지
    destination = { class = "trip" },                     -- 도착지
    topic = { class = "case", type = "topic" },           -- words.topic
  },

  words = {
    topic = {
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
}
