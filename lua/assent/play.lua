-- play.lua: reads a .play dialogue (flows/README.md) into acts and expectations.
-- It judges the writing only: whether an act is possible or an expectation holds, the runner says.

---@alias Role "caller"|"passenger"|"spouse"|"vehicle_owner"|"other"|"driver"

---@class Play
---@field title string
---@field flow string                    folder below flows/
---@field facts PlayFacts
---@field parties table<Role, PlayParty> every party that the dialogue names
---@field acts PlayAct[]                 in their order; the last is "closed", "open" or "parked"

---@class PlayFacts
---@field topic string?                  code, or word of words.topic: the runner finds its code
---@field trip_date string?              "2026-11-20"
---@field origin string?
---@field destination string?
---@field agent_name string?
---@field inbound Role?                  the party written with 인입
---@field caller_is_passenger boolean?
---@field booked_for_other boolean?

---@class PlayParty
---@field line integer
---@field member boolean
---@field phone string?
---@field mode "bot"|"assist"

-- One act or expectation. Every act has `line` and `kind`; by kind it also has:
--   acts
--     agent    verb ("sent" "read_out" "edited" "own_words" "asked" "skipped"),
--              party? (none: of the newest open offer),
--              text? (of edited and own_words; the reason of skipped)
--     button   party, label, answer? ("yes" "no", if the label is 네 or 아니요)
--     message  party, text
--     attest   party, answer ("yes" "no" "unclear"), how ("call" "chat" "sms" "in_person"), words
--     field    field ("passenger.phone"), value or declined = true
--     mark     party, to?,
--              mark ("delegate_request" "source_complaint" "withdrawal" "callback_request")
--     mode     party, mode ("bot" "assist")
--     later    ms
--   expectations
--     offer    party, text, prefix    said     party, text, prefix    (prefix: the text may go on)
--     consent  consent ("delegation" "collection"),
--              state ("requested" "granted" "denied" "unanswered" "withdrawn" "expired")
--     step     text                        blocked  party, text (part of the reason)
--     note     text (part of it)      closed   outcome                open     (nothing more)
--     parked   text (part of the reason)
---@class PlayAct
---@field line integer
---@field kind string
---@field [string] string|integer|boolean

local error, import, ipairs, math, pcall, string, table, tostring, type, utf8 =
  error, import, ipairs, math, pcall, string, table, tostring, type, utf8
local _ENV <const> = nil

local terms = import "assent/play_words"
local roles = terms.roles
-- ---- errors ----

local function fail(play, format, ...)
  local place = play.file and play.file .. ":" .. play.line .. ": " or ""
  error({ text = place .. string.format(format, ...) }, 0)
end

-- Korean syllables as their letters, so that 호출지 is near 호출자.
local function letters(word)
  local out = {}
  for _, c in utf8.codes(word) do
    if c >= 0xAC00 and c <= 0xD7A3 then
      local s = c - 0xAC00
      out[#out + 1] = 0x1100 + s // 588
      out[#out + 1] = 0x1161 + s % 588 // 28
      if s % 28 > 0 then out[#out + 1] = 0x11A7 + s % 28 end
    elseif c ~= 0x20 then
      out[#out + 1] = c
    end
  end
  return out
end

local function distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local corner = row[0]
    row[0] = i
    for j = 1, #b do
      local change = corner + (a[i] == b[j] and 0 or 1)
      corner = row[j]
      row[j] = math.min(change, row[j] + 1, row[j - 1] + 1)
    end
  end
  return row[#b]
end

local function list(words)
  local out = {}
  for i, w in ipairs(words) do out[i] = w[1] end
  return table.concat(out, ", ")
end

-- " 혹시 '호출자'인가요?", or all the words where none is near.
local function hint(word, words)
  local wanted = letters(word:sub(1, 120))
  local best, best_distance
  for _, w in ipairs(words) do
    local d = distance(wanted, letters(w[1]))
    if not best or d < best_distance then best, best_distance = w[1], d end
  end
  if best_distance <= math.max(1, (#wanted + 1) // 3) then return "혹시 '" .. best .. "'인가요?" end
  return "쓸 수 있는 말: " .. list(words)
end

local function meaning(play, what, word, words)
  for _, w in ipairs(words) do
    if w[1] == word then return w[2] end
  end
  if word == "" then fail(play, "%s: 내용이 없습니다. 쓸 수 있는 말: %s", what, list(words)) end
  fail(play, "%s: '%s' — 모르는 말입니다. %s", what, word, hint(word, words))
end

-- ---- small readers ----

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

local function need(play, what, text)
  if text == "" then fail(play, "'%s' 뒤에 내용이 없습니다. 이어서 적어 주세요.", what) end
  return text
end

-- A role that the head of the play names.
local function role(play, word)
  local r = meaning(play, "사람", word, roles)
  if not play.parties[r] then
    fail(play, "머리말에 '%s' 줄이 없습니다. '---' 위에 '%s: 비회원'처럼 한 줄 적어 주세요.", word, word)
  end
  return r
end

local function party_of(play, head, arg)
  if not arg then fail(play, "누구인지 적어 주세요. 예: %s(호출자): …", head) end
  return role(play, arg)
end

-- "글…": the text may go on
local function expected_text(play, head, body)
  local text = need(play, head, body)
  local start = text:match("^(.-)%s*…$")
  if start == "" then fail(play, "'…' 앞에 글의 첫머리를 적어 주세요.") end
  return start or text, start ~= nil
end

local function phone(play, text)
  local digits = text:gsub("[%s%-]", "")
  if not digits:match("^%+?%d+$") or #digits < 8 or #digits > 16 then
    fail(play, "'%s': 전화번호로 읽을 수 없습니다. 예: 010-1234-5678", text)
  end
  return text
end

local function unquoted(text)
  return text:match('^"(.*)"$') or text:match("^“(.*)”$") or text
end

-- "1일 2시간" -> milliseconds
local function span(play, text)
  local ms, rest = 0, text
  repeat
    local count, unit, tail = rest:match("^(%d+)%s*([^%d%s]+)%s*(.*)$")
    if not count or #count > 5 then
      fail(play, "'%s': 시간은 '2시간 뒤', '1일 30분 뒤'처럼 숫자로 적어 주세요.", text)
    end
    ms = ms + math.tointeger(count) * meaning(play, "시간 단위", unit, terms.units)
    rest = tail
  until rest == ""
  if ms == 0 then fail(play, "'%s': 0보다 긴 시간을 적어 주세요.", text) end
  return ms
end

-- ---- the head of the play ----

local function date(play, text)
  local y, m, d = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  y, m, d = math.tointeger(y), math.tointeger(m), math.tointeger(d)
  local days = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
  if y and (y % 4 == 0 and y % 100 ~= 0 or y % 400 == 0) then days[2] = 29 end
  if not y or not days[m] or d < 1 or d > days[m] then
    fail(play, "'%s': 날짜는 2026-11-20처럼 적어 주세요.", text)
  end
  return text
end

local fact_readers = {
  trip_date = date,
  caller_is_passenger = function(play, text) return meaning(play, "탑승자", text, terms.riders) end,
  booked_for_other = function(play, text) return meaning(play, "대신 불러주기", text, terms.uses) end,
}

local function read_facts(play, body)
  for _, part in ipairs(split(body, ",")) do
    local name, value = part:match("^(.-)%s*=%s*(.*)$")
    if not name then fail(play, "'%s': '이름=값'으로 적어 주세요. 예: 사실: 주제=사고, 이용일=2026-11-20", part) end
    local fact = meaning(play, "사실", name, terms.fact_names)
    if play.facts[fact] ~= nil then fail(play, "'%s=' 값이 두 번 적혀 있습니다. 하나를 지워 주세요.", name) end
    need(play, name .. "=", value)
    local reader = fact_readers[fact]
    if reader then value = reader(play, value) end
    play.facts[fact] = value
  end
end

local party_words = { { "회원" }, { "비회원" }, { "인입" }, { "봇" }, { "상담사" }, { "연락처 010-…" } }

local function read_party_word(play, r, party, word)
  local number = word:match("^연락처%s*(.*)$")
  if number then
    party.phone = phone(play, need(play, "연락처", number))
  elseif word == "회원" or word == "비회원" then
    if party.member ~= nil then fail(play, "'회원'과 '비회원' 중 하나만 적어 주세요.") end
    party.member = word == "회원"
  elseif word == "봇" or word == "상담사" then
    party.mode = word == "봇" and "bot" or "assist"
  elseif word == "인입" then
    if play.facts.inbound then fail(play, "'인입'은 먼저 연락해 온 한 사람에게만 적어 주세요.") end
    play.facts.inbound = r
  else
    fail(play, "'%s' — 모르는 말입니다. %s", word, hint(word, party_words))
  end
end

local function read_party(play, name, body)
  local r = meaning(play, "사람", name, roles)
  if play.parties[r] then fail(play, "'%s' 줄이 두 번 나옵니다. 한 줄로 합쳐 주세요.", name) end
  local party = { line = play.line, mode = "assist" }
  for _, word in ipairs(split(need(play, name, body), ",")) do
    read_party_word(play, r, party, word)
  end
  if party.member == nil then fail(play, "'%s' 줄에 '회원' 또는 '비회원'을 적어 주세요.", name) end
  play.parties[r] = party
end

local head_words = { { "제목" }, { "흐름" }, { "사실" } }
for _, r in ipairs(roles) do head_words[#head_words + 1] = { r[1] } end

local function once(play, field, name, body)
  if play[field] then fail(play, "'%s' 줄이 두 번 나옵니다. 하나를 지워 주세요.", name) end
  play[field] = need(play, name, body)
end

local function read_head(play, head, body)
  if head == "제목" then
    once(play, "title", head, body)
  elseif head == "흐름" then
    once(play, "flow", head, body)
    if not body:match("^[%w_]+$") then
      fail(play, "'%s': flows/ 아래 폴더 이름을 적어 주세요. 예: vehicle_owner", body)
    end
  elseif head == "사실" then
    read_facts(play, need(play, "사실", body))
  else
    for _, r in ipairs(roles) do
      if r[1] == head then return read_party(play, head, body) end
    end
    fail(play, "'%s' — 머리말에서 모르는 말입니다. %s", head, hint(head, head_words))
  end
end

local function end_head(play)
  if not play.title then fail(play, "'---' 위에 '제목: …' 줄이 필요합니다.") end
  if not play.flow then fail(play, "'---' 위에 '흐름: …' 줄이 필요합니다. 예: 흐름: vehicle_owner") end
  if not play.parties.caller then fail(play, "'---' 위에 '호출자: 회원, 연락처 010-…' 줄이 필요합니다.") end
  play.in_body = true
end

-- ---- the dialogue: one reader a kind of line: (play, arg in brackets or nil, rest) -> act ----

local function read_agent(play, arg, body)
  local word, text = colon(body)
  local verb = meaning(play, "상담사가 한 일", word or body, terms.verbs)
  if verb == "sent" or verb == "read_out" or verb == "asked" then
    if text then fail(play, "'%s' 뒤에는 글을 적지 않습니다. 글을 바꿨다면 '고쳐서 보냄: …'으로 적어 주세요.", word) end
  elseif not text or text == "" then
    fail(play, "'%s' 뒤에 콜론(:)과 글을 적어 주세요. 예: 상담사: %s: …", word or body, word or body)
  end
  return { kind = "agent", verb = verb, party = arg and role(play, arg) or nil, text = text }
end

local function read_attest(play, arg, body)
  local party = party_of(play, "상담사 기록", arg)
  local answer, how, words = body:match("^([^,]*),([^,]*),(.*)$")
  words = words and unquoted(trim(words))
  if not words or words == "" then
    fail(play, "답, 방법, 들은 말을 쉼표로 나누어 적어 주세요. 예: 상담사 기록(호출자): 네, 통화, \"네 괜찮습니다\"")
  end
  return {
    kind = "attest", party = party, words = words,
    answer = meaning(play, "답", trim(answer), terms.answers),
    how = meaning(play, "방법", trim(how), terms.ways),
  }
end

local function read_field(play, arg, body)
  local who, what = (arg or ""):match("^(%S+)%s+(%S+)$")
  local field = arg and arg:match("^[%l_]+%.[%l_]+$")
  if who and what == "연락처" then
    field = role(play, who) .. ".phone"
  elseif not field then
    fail(play, "무엇을 입력했는지 적어 주세요. 예: 상담사 입력(탑승자 연락처): 010-5555-1234")
  end
  if need(play, "상담사 입력", body) == "거절" then
    return { kind = "field", field = field, declined = true }
  end
  return { kind = "field", field = field, value = body }
end

local function read_mark(play, arg, body)
  local party = party_of(play, "상담사 표시", arg)
  local word, to = body:gsub("%->", "→"):match("^(.-)%s*→%s*(.*)$")
  local mark = meaning(play, "표시", word or body, terms.marks)
  if to and mark ~= "delegate_request" then fail(play, "'→'는 '통화 위임 요청'에만 적습니다.") end
  return { kind = "mark", party = party, mark = mark, to = to and role(play, to) or nil }
end

local function read_words(play, party, body)
  local label = body:match("^%[%s*(.-)%s*%]$")
  if label then
    if label == "" then fail(play, "대괄호 안에 버튼 글을 적어 주세요. 예: [네]") end
    local answer = label == "네" and "yes" or label == "아니요" and "no" or nil
    return { kind = "button", party = party, label = label, answer = answer }
  end
  if body:match("^%[") then fail(play, "버튼은 [네]처럼 대괄호를 닫아 주세요.") end
  return { kind = "message", party = party, text = need(play, "말", body) }
end

local function text_reader(kind, head)
  return function(play, arg, body)
    local text, prefix = expected_text(play, head, body)
    return { kind = kind, party = party_of(play, head, arg), text = text, prefix = prefix }
  end
end

local lines = {
  { "상담사 제안", text_reader("offer", "상담사 제안") },
  { "안내", text_reader("said", "안내") },
  { "상담사", read_agent },
  { "상담사 기록", read_attest },
  { "상담사 입력", read_field },
  { "상담사 표시", read_mark },
  { "상담사 전환", function(play, arg, body)
    local party = party_of(play, "상담사 전환", arg)
    return { kind = "mode", party = party, mode = meaning(play, "방식", body, terms.modes) }
  end },
  { "동의", function(play, arg, body)
    if not arg then fail(play, "어떤 동의인지 적어 주세요. 예: 동의(위임): 요청됨") end
    local consent = meaning(play, "동의", arg, terms.consents)
    local state = meaning(play, "동의 상태", body, terms.states)
    return { kind = "consent", consent = consent, state = state }
  end },
  { "단계", function(play, _, body) return { kind = "step", text = need(play, "단계", body) } end },
  { "차단", function(play, arg, body)
    local party = party_of(play, "차단", arg)
    return { kind = "blocked", party = party, text = need(play, "차단", body) }
  end },
  { "멈춤", function(play, _, body) return { kind = "parked", text = need(play, "멈춤", body) } end },
  { "메모", function(play, _, body) return { kind = "note", text = need(play, "메모", body) } end },
  { "종료", function(play, _, body)
    local outcome = need(play, "종료", body)
    if not outcome:match("^%S+$") then
      fail(play, "'%s': 흐름의 case:close에 적힌 말을 적어 주세요. 예: 종료: consulted", outcome)
    end
    return { kind = "closed", outcome = outcome }
  end },
}
for _, r in ipairs(roles) do
  lines[#lines + 1] = { r[1], function(play, arg, body)
    if arg then fail(play, "'%s' 뒤에는 괄호를 쓰지 않습니다. 예: %s: [네]", r[1], r[1]) end
    return read_words(play, role(play, r[1]), body)
  end }
end

local function read_line(play, line)
  if line == "진행 중" then return { kind = "open" } end
  local time = line:match("^(.-)%s*뒤$")
  if time and not colon(line) then return { kind = "later", ms = span(play, time) } end
  local head, body = colon(line)
  if not head then
    fail(play, "'%s': 콜론(:)이 없습니다. '호출자: [네]', '상담사: 보냄', '2시간 뒤', '진행 중'처럼 적어 주세요.", line)
  end
  local name, arg = head:match("^(.-)%s*%(%s*(.-)%s*%)$")
  local reader = meaning(play, "줄", name or head, lines)
  return reader(play, arg, body)
end

-- ---- the whole ----

local function is_end(act)
  return act and (act.kind == "closed" or act.kind == "open" or act.kind == "parked")
end

local function read_any(play, line)
  local last = play.acts[#play.acts]
  if line == "" or line:sub(1, 1) == "#" then return end
  if line:match("^%-%-%-+$") then
    if play.in_body then fail(play, "'---'는 머리말과 대화 사이에 한 번만 적어 주세요.") end
    end_head(play)
  elseif not play.in_body then
    local head, body = colon(line)
    if not head then
      fail(play, "'%s': 머리말은 '제목: …'처럼 콜론(:)으로 적어 주세요. 대화는 '---' 줄 아래에 적습니다.", line)
    end
    read_head(play, head, body)
  elseif is_end(last) then
    fail(play, "'종료'나 '진행 중' 뒤에는 아무것도 올 수 없습니다. 그 줄을 맨 끝으로 옮겨 주세요.")
  else
    local act = read_line(play, line)
    act.line = play.line
    play.acts[#play.acts + 1] = act
  end
end

local function read_play(play, text)
  for line in (text .. "\n"):gsub("^\u{FEFF}", ""):gmatch("(.-)\n") do
    play.line = play.line + 1
    if not utf8.len(line) then
      fail(play, "UTF-8이 아닌 글자가 있습니다. 편집기에서 UTF-8로 저장해 주세요.")
    end
    read_any(play, trim(line))
  end
  if not play.in_body then fail(play, "머리말과 대화 사이에 '---' 줄이 필요합니다.") end
  local last = play.acts[#play.acts]
  if not is_end(last) then
    fail(play, "마지막 줄에 '종료: …'를 적어 주세요. 아직 끝나지 않은 대화라면 '진행 중'을 적습니다.")
  end
end

-- One act or expectation, and nothing that the next line could not follow.
local function read_one(play, line)
  if not utf8.len(line) then fail(play, "UTF-8이 아닌 글자가 있습니다.") end
  return read_line(play, trim(line))
end

local function caught(fn, ...)
  local ok, out = pcall(fn, ...)
  if ok then return out end
  return { error = type(out) == "table" and out.text or tostring(out) }
end

local M = {}

---@param text string
---@param file string        as shown in errors
---@return Play|{error: string}  error: "file:line: what to do", in Korean
function M.parse(text, file)
  local play = { file = file, line = 0, facts = {}, parties = {}, acts = {} }
  local read = caught(read_play, play, text)
  if read then return read end
  return {
    title = play.title, flow = play.flow, facts = play.facts, parties = play.parties,
    acts = play.acts,
  }
end

-- One line of a dialogue, as it is typed at a terminal.
---@param line string
---@param parties table<Role, PlayParty>  of the head above it
---@return PlayAct|{error: string}  error: what to do, without a place
function M.line(line, parties)
  return caught(read_one, { parties = parties }, line)
end

-- One line of a head ("차주: 회원, 인입", "사실: 주제=사고"): only what stands in it.
---@param line string
---@return {title: string?, facts: PlayFacts, parties: table<Role, PlayParty>}|{error: string}
function M.head(line)
  local play = { facts = {}, parties = {} }
  local head, body = colon(line)
  if not head then
    return { error = "'이름: 내용'으로 적어 주세요. 예: 탑승자: 비회원, 연락처 010-1234-5678" }
  end
  return caught(read_head, play, head, body) or play
end

return M
