-- play_write.lua: writes what assent/play reads. play.parse(write(p)) is p again, but for comments,
-- the numbers of lines and what a line cannot hold (see one_line, span). In either language; what
-- people said stays as they said it.

local error, import, ipairs, pcall, sentence, string, table, tostring, type =
  error, import, ipairs, pcall, sentence, string, table, tostring, type
local terms, time = import "assent/play_words", import "assent/play_time"
local _ENV <const> = nil

local language -- "ko", "en"
local function say(code, values) return sentence("play." .. code, values, language) end

local function fail(code, values)
  error({ text = sentence("read." .. code, values, language) }, 0)
end

-- How a meaning is written. what: a row read.what.…
local function named(list, meaning, what)
  for _, w in ipairs(list) do
    if w[2] == meaning and w[3] == language then return w[1] end
  end
  fail("no_word", { what = sentence("read.what." .. what, nil, language),
    word = tostring(meaning) })
end

local function role(r) return named(terms.roles, r, "role") end
-- "상담사 기록(호출자)", of whoever is a party of it
local function of(code, r)
  role(r)
  return say(code, { of = r })
end

-- A line ends where the text does: line ends inside it become blanks.
local function one_line(text)
  return (text:gsub("%s*[\r\n]+%s*", " "):gsub("^%s+", ""):gsub("%s+$", ""))
end

-- Whole seconds, upwards, so that a limit that was reached is reached again.
local function span(ms) return sentence("play.span", { span = ms }, language) end

-- An expected text that goes on over several lines is known by its first one.
local function expected(act)
  local first = act.text:match("^%s*([^\r\n]*)") or ""
  local more = act.prefix or one_line(first) ~= one_line(act.text)
  return one_line(first) .. (more and "…" or "")
end

local function spoken(act)
  local text = one_line(act.text)
  if text == "" or text:sub(1, 1) == "[" then
    fail("like_a_button", { text = text })
  end
  return text
end

-- "탑승자 연락처", where the head has that person.
local function field_name(field, parties)
  local r = field:match("^([%l_]+)%.phone$")
  return parties[r] and of("number", r) or field
end

-- A text of the engine's own is told in the language that is asked for.
local function told(text) return sentence("play.told", { text = one_line(text) }, language) end

-- One writer a kind: (assent/play: PlayAct, parties) -> the line
local lines = {
  agent = function(a)
    local head = a.party and of("agent_of", a.party) or say "agent"
    local verb = named(terms.verbs, a.verb, "verb")
    return head .. ": " .. verb .. (a.text and ": " .. one_line(a.text) or "")
  end,
  button = function(a) return role(a.party) .. ": [" .. one_line(a.label) .. "]" end,
  message = function(a) return role(a.party) .. ": " .. spoken(a) end,
  attest = function(a)
    local answer = named(terms.answers, a.answer, "answer")
    local how = named(terms.ways, a.how, "way")
    return string.format('%s: %s, %s, "%s"', of("attest", a.party), answer, how, one_line(a.words))
  end,
  field = function(a, parties)
    local value = a.declined and say "declined" or one_line(a.value)
    return say("enter", { what = field_name(a.field, parties) }) .. ": " .. value
  end,
  mark = function(a)
    local to = a.to and " → " .. role(a.to) or ""
    return of("mark", a.party) .. ": " .. named(terms.marks, a.mark, "mark") .. to
  end,
  mode = function(a)
    return of("mode", a.party) .. ": " .. named(terms.modes, a.mode, "mode")
  end,
  later = function(a) return say("later", { span = a.ms }) end,
  now = function(a) return say "now" .. ": " .. time.write(a.at_ms, language) end,
  draw = function(a) return say "draw" .. ": " .. tostring(a.value) end,
  law = function(a)
    local stays = a.moves and "" or " (" .. say "law_stays" .. ")"
    if language == "ko" then stays = stays:gsub("^ ", "") end
    return say "law" .. stays .. ": " .. (a.phrase or say "law_all")
  end,
  offer = function(a) return of("offer", a.party) .. ": " .. expected(a) end,
  said = function(a) return of("said", a.party) .. ": " .. expected(a) end,
  consent = function(a)
    named(terms.consents, a.consent, "consent")
    return say("consent", { consent = a.consent }) .. ": "
      .. named(terms.states, a.state, "state")
  end,
  step = function(a) return say "step" .. ": " .. one_line(a.text) end,
  blocked = function(a) return of("blocked", a.party) .. ": " .. told(a.text) end,
  note = function(a) return say "note" .. ": " .. told(a.text) end,
  parked = function(a) return say "parked" .. ": " .. told(a.text) end,
  closed = function(a) return say "closed" .. ": " .. a.outcome end,
  open = function() return say "open" end,
}

local function act_line(act, parties)
  local line = lines[act.kind]
  if not line then fail("no_line", { kind = tostring(act.kind) }) end
  return line(act, parties)
end

-- ---- the head ----

-- A comma would begin the next fact.
local function fact_value(fact, value)
  local yes = value and "yes" or "no"
  if fact == "caller_is_passenger" then return terms.word("rider", yes, language) end
  if fact == "booked_for_other" then return terms.word("use", yes, language) end
  return (one_line(tostring(value)):gsub("%s*,%s*", " "))
end

local function facts_line(facts)
  local out = {}
  for _, name in ipairs(terms.fact_names) do
    local value = facts[name[2]]
    if value ~= nil and name[3] == language then
      out[#out + 1] = name[1] .. "=" .. fact_value(name[2], value)
    end
  end
  if #out > 0 then return say "facts" .. ": " .. table.concat(out, ", ") end
end

local function party_line(r, party, inbound)
  local out = { terms.word("member", party.member and "yes" or "no", language) }
  if inbound == r then out[2] = say "inbound" end
  if party.language == "en" then out[#out + 1] = terms.word("language", "en", language) end
  if party.mode == "bot" then out[#out + 1] = terms.word("mode", "bot", language) end
  if party.phone then out[#out + 1] = say "phone" .. " " .. one_line(party.phone) end
  return role(r) .. ": " .. table.concat(out, ", ")
end

local function whole(play)
  local out = { say "title" .. ": " .. one_line(play.title), say "flow" .. ": " .. play.flow }
  out[3] = facts_line(play.facts)
  if play.begins_ms then
    out[#out + 1] = say "begins" .. ": " .. time.write(play.begins_ms, language)
  end
  for _, act in ipairs(play.told or {}) do out[#out + 1] = lines[act.kind](act) end
  for _, r in ipairs(terms.role_names) do
    local party = play.parties[r]
    if party then out[#out + 1] = party_line(r, party, play.facts.inbound) end
  end
  out[#out + 1] = "---"
  for _, act in ipairs(play.acts) do out[#out + 1] = act_line(act, play.parties) end
  return table.concat(out, "\n") .. "\n"
end

local function caught(key, as, fn, ...)
  language = as or "ko"
  local ok, out = pcall(fn, ...)
  if ok then return { [key] = out } end
  return { error = type(out) == "table" and out.text or tostring(out) }
end

local M = {}

---@param play Play  lines of acts and parties are not needed
---@param as "ko"|"en"|nil  nil: Korean
---@return {text: string}|{error: string}
function M.write(play, as) return caught("text", as, whole, play) end

---@param act PlayAct
---@param parties table<Role, PlayParty>  of the head above it
---@param as "ko"|"en"|nil
---@return {line: string}|{error: string}
function M.line(act, parties, as) return caught("line", as, act_line, act, parties) end

-- A party as the head of a play has it: "비회원, 연락처 010-1234-5678".
---@param party PlayParty
---@param r Role
---@param inbound Role?
---@param as "ko"|"en"|nil
function M.party(party, r, inbound, as)
  language = as or "ko"
  return party_line(r, party, inbound)
end

-- "1일 2시간", "true" as the rider who he is.
function M.span(ms, as)
  language = as or "ko"
  return span(ms)
end

function M.fact_value(fact, value, as)
  language = as or "ko"
  return fact_value(fact, value)
end

return M
