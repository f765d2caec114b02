-- play_head.lua: reads the head of a .play, and what a line of it and of the dialogue share.

local import, ipairs, math, sentence = import, ipairs, math, sentence
local terms, fault, time = import "assent/play_words", import "assent/play_fault",
  import "assent/play_time"
local _ENV <const> = nil

local fail, meaning, need = fault.fail, fault.meaning, fault.need

-- How a line begins (of sentences_play.c), in each language.
local function heads(codes)
  local out = {}
  for _, language in ipairs(terms.languages) do
    for _, code in ipairs(codes) do
      local whole = sentence("play." .. code, { of = "", what = "", consent = "" }, language)
      local written = whole:gsub("%s*%(.*$", "")
      out[#out + 1] = { written, code, language }
    end
  end
  return out
end

local function trim(s)
  return (s:gsub("^%s+", ""):gsub("%s+$", ""))
end

-- What stands before and behind the first colon, also a full-width one; nil: no colon.
local function colon(s)
  local at, wide = s:find(":", 1, true), s:find("：", 1, true)
  if wide and (not at or wide < at) then
    return trim(s:sub(1, wide - 1)), trim(s:sub(wide + #"："))
  end
  if at then return trim(s:sub(1, at - 1)), trim(s:sub(at + 1)) end
end

local function split(s, separator)
  local out = {}
  for part in (s .. separator):gmatch("(.-)" .. separator) do out[#out + 1] = trim(part) end
  return out
end

-- A role that the head of the play names.
local function role(play, word)
  local r = meaning(play, "role", word, terms.roles)
  if not play.parties[r] then fail(play, "no_such_party", { of = r }) end
  return r
end

local function phone(play, text)
  local digits = text:gsub("[%s%-]", "")
  if not digits:match("^%+?%d+$") or #digits < 8 or #digits > 16 then
    fail(play, "phone", { text = text })
  end
  return text
end

-- "2026-11-30 14:00" -> milliseconds
local function moment(play, text)
  return time.read(text) or fail(play, "time", { text = text })
end

-- A number that chance gives.
local function drawn(play, text)
  local value = math.tointeger(text:match("^%d%d?%d?%d?%d?%d?%d?%d?%d?$"))
  return value and value > 0 and value or fail(play, "draw", { text = text })
end

-- ---- facts ----

local function date(play, text)
  if not time.is_date(text) then fail(play, "date", { text = text }) end
  return text
end

local fact_readers = {
  trip_date = date,
  caller_is_passenger = function(play, text) return meaning(play, "rider", text, terms.riders) end,
  booked_for_other = function(play, text) return meaning(play, "use", text, terms.uses) end,
}

local function read_facts(play, body)
  for _, part in ipairs(split(body, ",")) do
    local name, value = part:match("^(.-)%s*=%s*(.*)$")
    if not name then fail(play, "fact_form", { text = part }) end
    local fact = meaning(play, "fact", name, terms.fact_names)
    if play.facts[fact] ~= nil then fail(play, "fact_twice", { name = name }) end
    need(play, name .. "=", value)
    local reader = fact_readers[fact]
    if reader then value = reader(play, value) end
    play.facts[fact] = value
  end
end

-- ---- parties ----

-- By what each word of a party's line does.
local party_words = {}
for _, language in ipairs(terms.languages) do
  local function add(written, means)
    party_words[#party_words + 1] = { written, means, language }
  end
  add(terms.word("member", "yes", language), "member")
  add(terms.word("member", "no", language), "stranger")
  add(sentence("play.inbound", nil, language), "inbound")
  add(terms.word("mode", "bot", language), "bot")
  add(terms.word("mode", "assist", language), "assist")
  add(terms.word("language", "en", language), "en")
  add(sentence("play.phone", nil, language) .. " 010-…", "phone")
end

local function number_in(word)
  for _, language in ipairs(terms.languages) do
    local head = sentence("play.phone", nil, language)
    if word:sub(1, #head):lower() == head then return trim(word:sub(#head + 1)), head end
  end
end

local party_acts = {
  bot = function(_, _, party) party.mode = "bot" end,
  assist = function(_, _, party) party.mode = "assist" end,
  en = function(_, _, party) party.language = "en" end,
  inbound = function(play, r)
    if play.facts.inbound then fail(play, "two_inbound") end
    play.facts.inbound = r
  end,
}

local function set_member(play, party, member)
  if party.member ~= nil then fail(play, "member_twice") end
  party.member = member
end

local function read_party_word(play, r, party, word)
  local number, head = number_in(word)
  if number then
    party.phone = phone(play, need(play, head, number))
    return
  end
  local means = meaning(play, nil, word, party_words)
  if means == "member" or means == "stranger" then
    set_member(play, party, means == "member")
  else
    party_acts[means](play, r, party)
  end
end

local function read_party(play, name, body)
  local r = meaning(play, "role", name, terms.roles)
  if play.parties[r] then fail(play, "party_twice", { name = name }) end
  local party = { line = play.line, mode = "assist" }
  for _, word in ipairs(split(need(play, name, body), ",")) do
    read_party_word(play, r, party, word)
  end
  if party.member == nil then fail(play, "no_member", { name = name }) end
  play.parties[r] = party
end

-- ---- the lines ----

local head_words = heads { "title", "flow", "facts", "begins", "now", "draw" }
for _, r in ipairs(terms.roles) do head_words[#head_words + 1] = { r[1], "party", r[3] } end

local function once(play, field, name, body)
  if play[field] then fail(play, "line_twice", { name = name }) end
  play[field] = need(play, name, body)
end

-- What the flow is told as it begins.
local function add_told(play, act)
  act.line = play.line
  play.told = play.told or {}
  play.told[#play.told + 1] = act
end

local readers = {
  title = function(play, head, body) once(play, "title", head, body) end,
  flow = function(play, head, body)
    once(play, "flow", head, body)
    if not body:match("^[%w_]+$") then fail(play, "flow_name", { text = body }) end
  end,
  facts = function(play, head, body) read_facts(play, need(play, head, body)) end,
  begins = function(play, head, body)
    once(play, "begins_ms", head, body)
    play.begins_ms = moment(play, body)
  end,
  now = function(play, head, body)
    add_told(play, { kind = "now", at_ms = moment(play, need(play, head, body)) })
  end,
  draw = function(play, head, body)
    add_told(play, { kind = "draw", value = drawn(play, need(play, head, body)) })
  end,
  party = read_party,
}

local function read_head(play, head, body)
  local code = meaning(play, "head", head, head_words)
  for _, w in ipairs(head_words) do
    if w[1] == head then play.written = play.written or w[3] end
  end
  readers[code](play, head, body)
end

local function end_head(play)
  if not play.title then fail(play, "no_title") end
  if not play.flow then fail(play, "no_flow") end
  if not play.parties.caller then fail(play, "no_caller") end
  play.in_body = true
end

return {
  heads = heads, trim = trim, colon = colon, role = role, moment = moment, drawn = drawn,
  read = read_head, finish = end_head,
}
