-- play_write.lua: writes what assent/play reads. play.parse(write(p)) is p again, but for comments,
-- the numbers of lines and what a line cannot hold (see one_line, span).

local error, import, ipairs, math, pcall, string, table, tostring, type =
  error, import, ipairs, math, pcall, string, table, tostring, type
local terms = import "assent/play_words"
local _ENV <const> = nil

local function fail(format, ...)
  error({ text = string.format(format, ...) }, 0)
end

-- How a meaning is written.
local function word(list, meaning, what)
  for _, w in ipairs(list) do
    if w[2] == meaning then return w[1] end
  end
  fail("%s: '%s'을(를) .play에 적는 말이 없습니다.", what, tostring(meaning))
end

local function role(r) return word(terms.roles, r, "사람") end

-- A line ends where the text does: line ends inside it become blanks.
local function one_line(text)
  return (text:gsub("%s*[\r\n]+%s*", " "):gsub("^%s+", ""):gsub("%s+$", ""))
end

-- Whole seconds, upwards, so that a limit that was reached is reached again.
local function span(ms)
  local out, rest = {}, math.max(1000, -(-ms // 1000) * 1000)
  for i = #terms.units, 1, -1 do
    local unit = terms.units[i]
    local count = rest // unit[2]
    if count > 0 then out[#out + 1] = count .. unit[1] end
    rest = rest - count * unit[2]
  end
  return table.concat(out, " ")
end

-- An expected text that goes on over several lines is known by its first one.
local function expected(act)
  local first = act.text:match("^%s*([^\r\n]*)") or ""
  local more = act.prefix or one_line(first) ~= one_line(act.text)
  return one_line(first) .. (more and "…" or "")
end

local function spoken(act)
  local text = one_line(act.text)
  if text == "" or text:sub(1, 1) == "[" then
    fail("'%s': 대괄호로 시작하는 말은 버튼으로 읽히기 때문에 .play에 적을 수 없습니다.", text)
  end
  return text
end

-- "탑승자 연락처", where the head has that person.
local function field_name(field, parties)
  local r = field:match("^([%l_]+)%.phone$")
  return parties[r] and role(r) .. " 연락처" or field
end

-- One writer a kind: (assent/play: PlayAct, parties) -> the line
local lines = {
  agent = function(a)
    local verb = word(terms.verbs, a.verb, "상담사가 한 일")
    local head = a.party and "상담사(" .. role(a.party) .. "): " or "상담사: "
    return head .. verb .. (a.text and ": " .. one_line(a.text) or "")
  end,
  button = function(a) return role(a.party) .. ": [" .. one_line(a.label) .. "]" end,
  message = function(a) return role(a.party) .. ": " .. spoken(a) end,
  attest = function(a)
    local answer, how = word(terms.answers, a.answer, "답"), word(terms.ways, a.how, "방법")
    return string.format('상담사 기록(%s): %s, %s, "%s"', role(a.party), answer, how, one_line(a.words))
  end,
  field = function(a, parties)
    local value = a.declined and "거절" or one_line(a.value)
    return "상담사 입력(" .. field_name(a.field, parties) .. "): " .. value
  end,
  mark = function(a)
    local to = a.to and " → " .. role(a.to) or ""
    return "상담사 표시(" .. role(a.party) .. "): " .. word(terms.marks, a.mark, "표시") .. to
  end,
  mode = function(a)
    return "상담사 전환(" .. role(a.party) .. "): " .. word(terms.modes, a.mode, "방식")
  end,
  later = function(a) return span(a.ms) .. " 뒤" end,
  offer = function(a) return "상담사 제안(" .. role(a.party) .. "): " .. expected(a) end,
  said = function(a) return "안내(" .. role(a.party) .. "): " .. expected(a) end,
  consent = function(a)
    local kind = word(terms.consents, a.consent, "동의")
    return "동의(" .. kind .. "): " .. word(terms.states, a.state, "동의 상태")
  end,
  step = function(a) return "단계: " .. one_line(a.text) end,
  blocked = function(a) return "차단(" .. role(a.party) .. "): " .. one_line(a.text) end,
  note = function(a) return "메모: " .. one_line(a.text) end,
  parked = function(a) return "멈춤: " .. one_line(a.text) end,
  closed = function(a) return "종료: " .. a.outcome end,
  open = function() return "진행 중" end,
  comment = function(a) return "# " .. one_line(a.text) end,
}

local function act_line(act, parties)
  local line = lines[act.kind]
  if not line then fail("'%s': .play에 없는 줄입니다.", tostring(act.kind)) end
  return line(act, parties)
end

-- ---- the head ----

-- A comma would begin the next fact.
local function fact_value(fact, value)
  if fact == "caller_is_passenger" then return word(terms.riders, value, "탑승자") end
  if fact == "booked_for_other" then return word(terms.uses, value, "대신 불러주기") end
  return (one_line(tostring(value)):gsub("%s*,%s*", " "))
end

local function facts_line(facts)
  local out = {}
  for _, name in ipairs(terms.fact_names) do
    local value = facts[name[2]]
    if value ~= nil then out[#out + 1] = name[1] .. "=" .. fact_value(name[2], value) end
  end
  if #out > 0 then return "사실: " .. table.concat(out, ", ") end
end

local function party_line(r, party, inbound)
  local out = { party.member and "회원" or "비회원" }
  if inbound == r then out[2] = "인입" end
  if party.language == "en" then out[#out + 1] = "영어" end
  if party.mode == "bot" then out[#out + 1] = "봇" end
  if party.phone then out[#out + 1] = "연락처 " .. one_line(party.phone) end
  return role(r) .. ": " .. table.concat(out, ", ")
end

local function whole(play)
  local out = { "제목: " .. one_line(play.title), "흐름: " .. play.flow }
  out[3] = facts_line(play.facts)
  for _, r in ipairs(terms.roles) do
    local party = play.parties[r[2]]
    if party then out[#out + 1] = party_line(r[2], party, play.facts.inbound) end
  end
  out[#out + 1] = "---"
  for _, act in ipairs(play.acts) do out[#out + 1] = act_line(act, play.parties) end
  return table.concat(out, "\n") .. "\n"
end

local function caught(key, fn, ...)
  local ok, out = pcall(fn, ...)
  if ok then return { [key] = out } end
  return { error = type(out) == "table" and out.text or tostring(out) }
end

local M = {}

---@param play Play  lines of acts and parties are not needed
---@return {text: string}|{error: string}
function M.write(play) return caught("text", whole, play) end

---@param act PlayAct
---@param parties table<Role, PlayParty>  of the head above it
---@return {line: string}|{error: string}
function M.line(act, parties) return caught("line", act_line, act, parties) end

-- A party as the head of a play has it: "비회원, 연락처 010-1234-5678".
---@param party PlayParty
---@param r Role
---@param inbound Role?
function M.party(party, r, inbound) return party_line(r, party, inbound) end

M.span = span
M.fact_value = fact_value

return M
