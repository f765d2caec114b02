-- play_words.lua: the words of .play dialogues, for the reader, the writer and the terminal.
-- Each list: { what is written, what it means }; where two mean the same, the first is written.

local _ENV <const> = nil

local roles = {
  { "호출자", "caller" }, { "탑승자", "passenger" }, { "배우자", "spouse" }, { "차주", "vehicle_owner" },
  { "제3자", "other" }, { "기사", "driver" },
}
local verbs = {
  { "보냄", "sent" }, { "읽어 줌", "read_out" }, { "고쳐서 보냄", "edited" }, { "자기 말", "own_words" },
  { "이미 물음", "asked" },
  { "건너뜀", "skipped" },
}
local answers = { { "네", "yes" }, { "아니요", "no" }, { "불명확", "unclear" } }
local ways = { { "통화", "call" }, { "채팅", "chat" }, { "문자", "sms" }, { "대면", "in_person" } }
local marks = {
  { "통화 위임 요청", "delegate_request" }, { "정보 출처 불만", "source_complaint" },
  { "동의 철회", "withdrawal" }, { "재연락 요청", "callback_request" },
}
local modes = { { "봇", "bot" }, { "상담사", "assist" } }
local consents = {
  { "위임", "delegation" }, { "수집", "collection" },
  { "delegation", "delegation" }, { "collection", "collection" },
}
local states = {
  { "요청됨", "requested" }, { "동의", "granted" }, { "거절", "denied" }, { "무응답", "unanswered" },
  { "철회", "withdrawn" }, { "만료", "expired" },
}
local minute_ms = 60 * 1000
local units = {
  { "초", 1000 }, { "분", minute_ms }, { "시간", 60 * minute_ms }, { "일", 24 * 60 * minute_ms },
}
local fact_names = {
  { "주제", "topic" }, { "이용일", "trip_date" }, { "출발지", "origin" }, { "도착지", "destination" },
  { "상담사", "agent_name" }, { "탑승자", "caller_is_passenger" }, { "대신 불러주기", "booked_for_other" },
}
local riders = { { "호출자 본인", true }, { "다른 사람", false } }
local uses = { { "사용", true }, { "사용 안 함", false } }

return {
  roles = roles, verbs = verbs, answers = answers, ways = ways, marks = marks, modes = modes,
  consents = consents, states = states, units = units, fact_names = fact_names, riders = riders,
  uses = uses,
}
