-- play.lua: reads a .play dialogue (flows/README.md) into acts and expectations.
-- It judges the writing only: whether an act is possible or an expectation holds, the runner says.

---@alias Role "caller"|"passenger"|"spouse"|"vehicle_owner"|"other"|"driver"

---@class Play
---@field title string
---@field begins_ms integer?             what the clock says as the case is opened
---@field written "ko"|"en"             the language of its first line
---@field told PlayAct[]?               "now" and "draw" of the opening
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
---@field language "en"?                 none: Korean

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
--     now      at_ms: what the flow is told when it next asks for the time (case:now)
--     draw     value: what it draws next (case:random)
--     law      moves, phrase? (none: each that was asked): the notice is worded otherwise in law
--   expectations
--     offer    party, text, prefix    said     party, text, prefix    (prefix: the text may go on)
--     consent  consent ("delegation" "collection" "relay" "reply"),
--              state ("requested" "granted" "denied" "unanswered" "withdrawn" "expired")
--     step     text                        blocked  party, text (part of the reason)
--     note     text (part of it)      closed   outcome                open     (nothing more)
--     parked   text (part of the reason)
---@class PlayAct
---@field line integer
---@field kind string
---@field [string] string|integer|boolean

local import, ipairs, math, pcall, sentence, tostring, type, utf8 =
  import, ipairs, math, pcall, sentence, tostring, type, utf8
local terms, fault, head = import "assent/play_words", import "assent/play_fault",
  import "assent/play_head"
local _ENV <const> = nil

local fail, meaning, need = fault.fail, fault.meaning, fault.need
local trim, colon, role = head.trim, head.colon, head.role

local function party_of(play, name, arg)
  if not arg then fail(play, "no_party", { head = name }) end
  return role(play, arg)
end

-- "글…": the text may go on
local function expected_text(play, name, body)
  local text = need(play, name, body)
  local start = text:match("^(.-)%s*…$")
  if start == "" then fail(play, "only_dots") end
  return start or text, start ~= nil
end

local function unquoted(text)
  return text:match('^"(.*)"$') or text:match("^“(.*)”$") or text
end

-- "1일 2시간" -> milliseconds
local function span(play, text)
  local ms, rest = 0, text
  repeat
    local count, unit, tail = rest:match("^(%d+)%s*([^%d%s]+)%s*(.*)$")
    if not count or #count > 5 then fail(play, "span", { text = text }) end
    ms = ms + math.tointeger(count) * meaning(play, "unit", unit, terms.units)
    rest = tail
  until rest == ""
  if ms == 0 then fail(play, "span_zero", { text = text }) end
  return ms
end

-- ---- one reader a kind of line: (play, arg in brackets or nil, rest, name) -> act ----

local function read_agent(play, arg, body)
  local word, text = colon(body)
  local verb = meaning(play, "verb", word or body, terms.verbs)
  if verb == "sent" or verb == "read_out" or verb == "asked" then
    if text then fail(play, "verb_alone", { word = word }) end
  elseif not text or text == "" then
    fail(play, "verb_text", { word = word or body })
  end
  return { kind = "agent", verb = verb, party = arg and role(play, arg) or nil, text = text }
end

local function read_attest(play, arg, body, name)
  local party = party_of(play, name, arg)
  local answer, how, words = body:match("^([^,]*),([^,]*),(.*)$")
  words = words and unquoted(trim(words))
  if not words or words == "" then fail(play, "attest") end
  return {
    kind = "attest", party = party, words = words,
    answer = meaning(play, "answer", trim(answer), terms.answers),
    how = meaning(play, "way", trim(how), terms.ways),
  }
end

-- "탑승자 연락처", "number of the passenger"
local function number_owner(play, arg)
  local before, behind = sentence("play.number", { of = "_" }, "ko"):match("^(.-)_(.*)$")
  local who = arg:sub(-#behind) == behind and trim(arg:sub(#before + 1, -#behind - 1))
  before = sentence("play.number", { of = "_" }, "en"):match("^(.-)_")
  if not who and arg:sub(1, #before):lower() == before then who = trim(arg:sub(#before + 1)) end
  return who and role(play, who)
end

local function is_declined(body)
  for _, language in ipairs(terms.languages) do
    if body == sentence("play.declined", nil, language) then return true end
  end
end

local function read_field(play, arg, body, name)
  local field = arg and arg:match("^[%l_]+%.[%l_]+$")
  local owner = arg and not field and number_owner(play, arg)
  if owner then
    field = owner .. ".phone"
  elseif not field then
    fail(play, "field")
  end
  if is_declined(need(play, name, body)) then
    return { kind = "field", field = field, declined = true }
  end
  return { kind = "field", field = field, value = body }
end

local function read_mark(play, arg, body, name)
  local party = party_of(play, name, arg)
  local word, to = body:gsub("%->", "→"):match("^(.-)%s*→%s*(.*)$")
  local mark = meaning(play, "mark", word or body, terms.marks)
  if to and mark ~= "delegate_request" then fail(play, "mark_to") end
  return { kind = "mark", party = party, mark = mark, to = to and role(play, to) or nil }
end

local answers = { ["네"] = "yes", ["아니요"] = "no", Yes = "yes", No = "no" }

local function read_words(play, party, body, name)
  local label = body:match("^%[%s*(.-)%s*%]$")
  if label then
    if label == "" then fail(play, "empty_button") end
    return { kind = "button", party = party, label = label, answer = answers[label] }
  end
  if body:match("^%[") then fail(play, "open_button") end
  return { kind = "message", party = party, text = need(play, name, body) }
end

local function text_reader(kind)
  return function(play, arg, body, name)
    local text, prefix = expected_text(play, name, body)
    return { kind = kind, party = party_of(play, name, arg), text = text, prefix = prefix }
  end
end

local function alone_reader(kind)
  return function(play, _, body, name) return { kind = kind, text = need(play, name, body) } end
end

local function is_all(body)
  for _, language in ipairs(terms.languages) do
    if body == sentence("play.law_all", nil, language) then return true end
  end
end

local law_ways = {}
for _, language in ipairs(terms.languages) do
  law_ways[#law_ways + 1] = { sentence("play.law_stays", nil, language), false, language }
end

local function read_law(play, arg, body, name)
  local moves = not arg or meaning(play, "law", arg, law_ways)
  local phrase = need(play, name, body)
  if is_all(phrase) then return { kind = "law", moves = moves } end
  if not phrase:match("^[%w_]+$") then fail(play, "law", { text = phrase }) end
  return { kind = "law", moves = moves, phrase = phrase }
end

local readers = {
  offer = text_reader "offer", said = text_reader "said",
  agent = read_agent, attest = read_attest, enter = read_field, mark = read_mark,
  mode = function(play, arg, body, name)
    local party = party_of(play, name, arg)
    return { kind = "mode", party = party, mode = meaning(play, "mode", body, terms.modes) }
  end,
  consent = function(play, arg, body)
    if not arg then fail(play, "consent") end
    local consent = meaning(play, "consent", arg, terms.consents)
    local state = meaning(play, "state", body, terms.states)
    return { kind = "consent", consent = consent, state = state }
  end,
  step = alone_reader "step", parked = alone_reader "parked", note = alone_reader "note",
  blocked = function(play, arg, body, name)
    local party = party_of(play, name, arg)
    return { kind = "blocked", party = party, text = need(play, name, body) }
  end,
  closed = function(play, _, body, name)
    local outcome = need(play, name, body)
    if not outcome:match("^%S+$") then fail(play, "outcome", { text = outcome }) end
    return { kind = "closed", outcome = outcome }
  end,
  now = function(play, _, body, name)
    return { kind = "now", at_ms = head.moment(play, need(play, name, body)) }
  end,
  draw = function(play, _, body, name)
    return { kind = "draw", value = head.drawn(play, need(play, name, body)) }
  end,
  law = read_law,
  party = function(play, arg, body, name)
    if arg then fail(play, "role_brackets", { role = name }) end
    return read_words(play, role(play, name), body, name)
  end,
}

local lines = head.heads {
  "offer", "said", "agent", "attest", "enter", "mark", "mode", "consent", "step", "blocked",
  "parked", "note", "closed", "now", "draw", "law",
}
for _, r in ipairs(terms.roles) do lines[#lines + 1] = { r[1], "party", r[3] } end

-- What a line that stands alone begins or ends with: "진행 중", "2시간 뒤".
local open_words, later_words = {}, {}
for i, language in ipairs(terms.languages) do
  local second = sentence("play.span", { span = 1000 }, language)
  open_words[i] = sentence("play.open", nil, language)
  later_words[i] = sentence("play.later", { span = 1000 }, language):sub(#second + 1)
end

local function read_alone(play, line)
  for i = 1, #terms.languages do
    local behind = trim(later_words[i])
    if line == open_words[i] then return { kind = "open" } end
    if line:sub(-#behind) == behind and not colon(line) then
      return { kind = "later", ms = span(play, trim(line:sub(1, -#behind - 1))) }
    end
  end
end

local function read_line(play, line)
  local alone = read_alone(play, line)
  if alone then return alone end
  local before, body = colon(line)
  if not before then fail(play, "no_colon", { line = line }) end
  local name, arg = before:match("^(.-)%s*%(%s*(.-)%s*%)$")
  local code = meaning(play, "line", name or before, lines)
  return readers[code](play, arg, body, name or before)
end

-- ---- the whole ----

local function is_end(act)
  return act and (act.kind == "closed" or act.kind == "open" or act.kind == "parked")
end

local function read_any(play, line)
  local last = play.acts[#play.acts]
  if line == "" or line:sub(1, 1) == "#" then return end
  if line:match("^%-%-%-+$") then
    if play.in_body then fail(play, "two_separators") end
    head.finish(play)
  elseif not play.in_body then
    local name, body = colon(line)
    if not name then fail(play, "head_colon", { line = line }) end
    head.read(play, name, body)
  elseif is_end(last) then
    fail(play, "after_end")
  else
    local act = read_line(play, line)
    act.line = play.line
    play.acts[#play.acts + 1] = act
  end
end

local function read_play(play, text)
  for line in (text .. "\n"):gsub("^\u{FEFF}", ""):gmatch("(.-)\n") do
    play.line = play.line + 1
    if not utf8.len(line) then fail(play, "utf8_file") end
    read_any(play, trim(line))
  end
  if not play.in_body then fail(play, "no_separator") end
  if not is_end(play.acts[#play.acts]) then fail(play, "no_end") end
end

-- One act or expectation, and nothing that the next line could not follow.
local function read_one(play, line)
  if not utf8.len(line) then fail(play, "utf8") end
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
---@param language "ko"|"en"|nil  of errors; nil: Korean. The play may be written in either
---@return Play|{error: string}  error: "file:line: what to do"
function M.parse(text, file, language)
  local play = { file = file, line = 0, language = language, facts = {}, parties = {}, acts = {} }
  local read = caught(read_play, play, text)
  if read then return read end
  return {
    title = play.title, flow = play.flow, facts = play.facts, parties = play.parties,
    acts = play.acts, begins_ms = play.begins_ms, told = play.told, written = play.written,
  }
end

-- One line of a dialogue, as it is typed at a terminal.
---@param line string
---@param parties table<Role, PlayParty>  of the head above it
---@param language "ko"|"en"|nil
---@return PlayAct|{error: string}  error: what to do, without a place
function M.line(line, parties, language)
  return caught(read_one, { parties = parties, language = language }, line)
end

-- One line of a head ("차주: 회원, 인입", "사실: 주제=사고"): only what stands in it.
---@param line string
---@param language "ko"|"en"|nil
---@return {title: string?, facts: PlayFacts, parties: table<Role, PlayParty>}|{error: string}
function M.head(line, language)
  local play = { facts = {}, parties = {}, language = language }
  local name, body = colon(line)
  if not name then return { error = sentence("read.head_form", nil, language) } end
  return caught(head.read, play, name, body) or play
end

return M
