-- play_words.lua: the words of .play dialogues, for the reader, the writer and the terminal. A play
-- is written in Korean or in English, and may hold both: each word is read in either.
-- Each list: { what is written, what it means, the language }; the first that means it is written.

local ipairs, pcall, sentence, tostring = ipairs, pcall, sentence, tostring
local _ENV <const> = nil

local languages = { "ko", "en" }

-- What of a vocabulary (src/sentences_words.c) a meaning reads as; one that it has not, stays.
local function word(kind, meaning, language)
  local known, text = pcall(sentence, kind .. "." .. tostring(meaning), nil, language)
  return known and text or meaning
end

local function add(out, kind, meanings)
  for _, language in ipairs(languages) do
    for _, meaning in ipairs(meanings) do
      out[#out + 1] = { word(kind, meaning, language), meaning, language }
    end
  end
  return out
end

local function list(kind, meanings) return add({}, kind, meanings) end

local function yes_or_no(kind)
  local out = {}
  for _, language in ipairs(languages) do
    out[#out + 1] = { word(kind, "yes", language), true, language }
    out[#out + 1] = { word(kind, "no", language), false, language }
  end
  return out
end

local role_names = { "caller", "passenger", "spouse", "vehicle_owner", "other", "driver" }
local marks = { "delegate_request", "source_complaint", "withdrawal", "callback_request" }
local minute_ms = 60 * 1000
local spans = {
  { "second", 1000 }, { "minute", minute_ms }, { "hour", 60 * minute_ms },
  { "day", 24 * 60 * minute_ms },
}

-- "2 hours" as well as "1 hour"
local units = {}
for _, language in ipairs(languages) do
  for _, unit in ipairs(spans) do
    local written = word("unit", unit[1], language):gsub("^%s+", "")
    units[#units + 1] = { written, unit[2], language }
    if language == "en" then units[#units + 1] = { written .. "s", unit[2], language } end
  end
end

local consents = list("asked", { "delegation", "collection", "relay", "reply" })

-- What a meaning of a list is called; itself, if it is none.
local function named(words, meaning, language)
  for _, w in ipairs(words) do
    if w[2] == meaning and w[3] == (language or "ko") then return w[1] end
  end
  return meaning
end

return {
  languages = languages, role_names = role_names,
  roles = list("role", role_names),
  verbs = list("verb", { "sent", "read_out", "edited", "own_words", "asked", "skipped" }),
  answers = list("answer", { "yes", "no", "unclear" }),
  ways = list("way", { "call", "chat", "sms", "in_person" }),
  marks = list("mark", marks),
  modes = list("mode", { "bot", "assist" }),
  consents = consents,
  states = list("granted",
    { "requested", "granted", "denied", "unanswered", "withdrawn", "expired" }),
  units = units,
  fact_names = list("fact", { "topic", "trip_date", "origin", "destination", "agent_name",
    "caller_is_passenger", "booked_for_other" }),
  riders = yes_or_no "rider", uses = yes_or_no "use",
  members = yes_or_no "member",
  word = word, named = named,
}
