-- play_words.lua: the words of .play dialogues, for the reader, the writer and the terminal.
-- Each list: { what is written, what it means }; where two mean the same, the first is written.

local ipairs, pcall, sentence, tostring = ipairs, pcall, sentence, tostring
local _ENV <const> = nil

-- What of a vocabulary (src/sentences_words.c) a meaning reads as; one that it has not, stays.
local function word(kind, meaning, language)
  local known, text = pcall(sentence, kind .. "." .. tostring(meaning), nil, language)
  return known and text or meaning
end

local function list(kind, meanings)
  local out = {}
  for i, meaning in ipairs(meanings) do out[i] = { word(kind, meaning), meaning } end
  return out
end

local function yes_or_no(kind)
  return { { word(kind, "yes"), true }, { word(kind, "no"), false } }
end

local roles = list("role", { "caller", "passenger", "spouse", "vehicle_owner", "other", "driver" })
local verbs = list("verb", { "sent", "read_out", "edited", "own_words", "asked", "skipped" })
local answers = list("answer", { "yes", "no", "unclear" })
local ways = list("way", { "call", "chat", "sms", "in_person" })
local marks = list("mark",
  { "delegate_request", "source_complaint", "withdrawal", "callback_request" })
local modes = list("mode", { "bot", "assist" })
local consents = list("asked", { "delegation", "collection", "relay", "reply" })
consents[#consents + 1] = { "delegation", "delegation" }
consents[#consents + 1] = { "collection", "collection" }
local states = list("granted",
  { "requested", "granted", "denied", "unanswered", "withdrawn", "expired" })
local minute_ms = 60 * 1000
local units = {
  { word("unit", "second"), 1000 }, { word("unit", "minute"), minute_ms },
  { word("unit", "hour"), 60 * minute_ms }, { word("unit", "day"), 24 * 60 * minute_ms },
}
local fact_names = list("fact", { "topic", "trip_date", "origin", "destination", "agent_name",
  "caller_is_passenger", "booked_for_other" })
local riders, uses = yes_or_no "rider", yes_or_no "use"

return {
  roles = roles, verbs = verbs, answers = answers, ways = ways, marks = marks, modes = modes,
  consents = consents, states = states, units = units, fact_names = fact_names, riders = riders,
  uses = uses, word = word,
}
