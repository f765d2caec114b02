-- The words of the flow language. Each is a few lines over the one function that can wait:
-- effect(kind, args). What a kind does, whether it waits, what replay compares: src/effect.c.
-- The comments of three dashes are the one source of how a word is used: errors quote their first
-- line, `assent annotations` makes of them what editors know and the reference in flows/README.md,
-- for readers of Korean. Their types: types.lua.
local words, host = ...
local _ENV <const> = {
  effect = host.effect, object = host.object, fail = host.fail,
  ipairs = ipairs, pairs = pairs, type = type, math_type = math.type,
}

-- What stands where something else is expected.
local function but(v)
  return v == nil and ", and there is none" or ", not a " .. type(v)
end

-- ---- time ----

local day_ms <const> = 24 * 60 * 60 * 1000
local longest_ms <const> = 3660 * day_ms -- as in src/effect.c

local function span(name, unit_ms)
  return function(n)
    local ms = type(n) == "number" and n * unit_ms
    if not ms or not (ms >= 1 and ms <= longest_ms) then
      fail(name, "expected a number above 0, and at most 3660 days")
    end
    return ms - ms % 1 | 0
  end
end

---`minutes(number)`
---시간. `within`과 `case:wait`에 쓴다.
---@param number number
---@return assent.time
words.minutes = span("minutes", 60 * 1000)

---`hours(number)`
---시간. `within`과 `case:wait`에 쓴다.
---@param number number
---@return assent.time
words.hours = span("hours", 60 * 60 * 1000)

---`days(number)`
---시간. `within`, `case:wait`, 정책의 `expires`에 쓴다.
---@param number number
---@return assent.time
words.days = span("days", day_ms)

-- ---- files ----

local function file_word(name)
  words[name] = function(t)
    if type(t) ~= "table" then fail(name, "expected a table" .. but(t)) end
    return t
  end
end

---`flow { title = "…", opens = { … }, collects = { … }, run = function(case) … end }`
---흐름 하나. `<흐름>/flow.lua`가 돌려주는 것.
---@param flow assent.flow
---@return assent.flow
file_word "flow"

---`phrases { language = "ko", placeholders = { … }, words = { … }, <phrase> = { … } }`
---모든 문구. `phrases/ko.lua`가 돌려주는 것.
---@param phrases table<string, table|string>
---@return table
file_word "phrases"

---`policy { limits = { … }, reask = 1, buttons = { … }, consents = { … }, gate = { … } }`
---누구에게 무엇을 말해도 되는지, 얼마나 기다리는지. `policy.lua`가 돌려주는 것.
---@param policy table<string, any>
---@return table
file_word "policy"

-- Filled before the flow is loaded.
local phrase_ids = {}

---`say.<phrase>`
---`phrases/ko.lua`의 문구를 이름으로 가리킨다.
---@type assent.say
words.say = object(phrase_ids, { __name = "say", __what = "phrase" })

-- ---- parties ----

local is_party = {} -- party object -> role

local function check_phrase(word, phrase)
  if type(phrase) ~= "string" then fail(word, "expected say.<phrase>" .. but(phrase)) end
end

-- self: what stands before the colon
local function role_of(word, self)
  local role = is_party[self]
  if not role then
    fail(word, "expected a party of the case before a colon, such as case.parties.passenger")
  end
  return role
end

-- Options and placeholder values may stand in one table:
-- suggest(p, { third_party = owner, within = hours(1) }). A value may be a party: its word is
-- meant ("탑승자분").
local option_names = { within = true, delegate = true, about = true, items = true, hears = true }
local function sort_out(t, word, options, filled, found)
  if type(t) ~= "table" then
    fail(word, "behind the phrase, expected a table of placeholder = value" .. but(t))
  end
  for name, v in pairs(t) do
    local role = is_party[v]
    if option_names[name] then
      if not options[name] then fail(word, "it has no option '" .. name .. "'") end
      found[name] = v
    elseif type(name) ~= "string" then
      fail(word, "every value needs its placeholder's name: { third_party = … }")
    elseif not role and type(v) ~= "string" then
      fail(word, "value '" .. name .. "': expected a text or a party" .. but(v), name, options)
    else
      filled[name] = role and { party = role } or v
    end
  end
end
local function split(word, options, values, opts)
  local filled, found = {}, {}
  if values then sort_out(values, word, options, filled, found) end
  if opts then sort_out(opts, word, options, filled, found) end
  return filled, found
end

-- What a word gives back: reading what it does not have is an error, never nil.
local answers = { __name = "an answer" }
local function answer(r, fields)
  if not fields then
    return object({ state = r.state, reason = r.reason or false }, answers)
  end
  fields.state, fields.reason = r.state, r.reason or false
  return object(fields, answers)
end

-- A step that waits. It ends as "again" when a notice has changed meanwhile (src/answer.c): then it
-- is made once more, with the words and the consents that there are by then.
local function wait_for(kind, args)
  local r
  repeat r = effect(kind, args) until r.state ~= "again"
  return r
end

-- What is said to who looks for it all the same.
local hidden <const> = "a flow sees no name, number, place or date: phrases do, as {origin}"
local no_options, only_within = {}, { within = true }
local confirm_options = { within = true, hears = true }
local consent_options = { within = true, delegate = true, about = true, items = true }

---케이스의 한 사람.
---@class (exact) assent.party
---@field role assent.role
---@field member boolean
local Party = { __name = "a party", __else = hidden }

---`party:suggest(say.<statement>, { <placeholder> = text or party, within = time })`
---그분께 드릴 말을 상담사에게 제안하고, 말하거나 건너뛸 때까지 기다린다. 봇이 응대하면 바로 보낸다.
---@param phrase assent.statement
---@param values? assent.values_within
---@param opts? assent.values_within
---@return assent.suggested
function Party:suggest(phrase, values, opts)
  local role = role_of("party:suggest", self)
  check_phrase("party:suggest", phrase)
  local filled, o = split("party:suggest", only_within, values, opts)
  return answer(wait_for("suggest", {
    party = role, phrase = phrase, values = filled, within = o.within,
  }))
end

---`party:say(say.<statement>, { <placeholder> = text or party })`
---상담사를 거치지 않고 그분께 보내고, 기다리지 않고 다음 줄로 간다.
---@param phrase assent.statement
---@param values? assent.values
---@return assent.said
function Party:say(phrase, values, opts)
  local role = role_of("party:say", self)
  check_phrase("party:say", phrase)
  local filled = split("party:say", no_options, values, opts)
  return answer(effect("say", { party = role, phrase = phrase, values = filled }))
end

---`party:confirm(say.<question>, { <placeholder> = text or party, hears = { "delegate_request" }, within = time })`
---네/아니요로 답할 것을 묻고 답을 기다린다. 동의가 아닌 질문("본인 맞으신가요?")에 쓴다. `hears`에 적은 일은 답과 함께, 또는 답 대신 들어도 `.kind`에 남는다.
---@param phrase assent.question
---@param values? assent.confirm_options
---@param opts? assent.confirm_options
---@return assent.confirmed
function Party:confirm(phrase, values, opts)
  local role = role_of("party:confirm", self)
  check_phrase("party:confirm", phrase)
  local filled, o = split("party:confirm", confirm_options, values, opts)
  if o.hears ~= nil and (type(o.hears) ~= "table" or #o.hears == 0) then
    fail("party:confirm", "hears: expected a list of marks in { }")
  end
  local r = wait_for("confirm", {
    party = role, phrase = phrase, values = filled, marks = o.hears, within = o.within,
  })
  return answer(r, {
    via = r.via or false, at = r.at or false, yes = r.state == "yes", no = r.state == "no",
    unclear = r.state == "unclear", unanswered = r.state == "unanswered",
    kind = r.kind or false, to = r.to or false,
  })
end

local function check_items(items)
  local fine = items == nil or type(items) == "table" and #items > 0
  for _, item in ipairs(fine and items or {}) do fine = fine and type(item) == "string" end
  if not fine then fail("party:consent", "items: expected a list of texts") end
end

local function check_consent_options(o)
  if o.delegate ~= nil and not is_party[o.delegate] then
    fail("party:consent", "delegate: expected a party of the case, such as case.parties.passenger")
  end
  if o.about ~= nil and type(o.about) ~= "string" then
    fail("party:consent", "about: expected a topic such as case.topic" .. but(o.about))
  end
  check_items(o.items)
end

---`party:consent(say.<notice>, { delegate = party, about = topic, items = { … }, within = time })`
---동의 하나를 따로 묻고, 답을 기다려 기록한다.
---@param notice assent.notice
---@param values? assent.consent_options
---@param opts? assent.consent_options
---@return assent.consented
function Party:consent(notice, values, opts)
  local role = role_of("party:consent", self)
  check_phrase("party:consent", notice)
  local filled, o = split("party:consent", consent_options, values, opts)
  check_consent_options(o)
  local delegate = o.delegate and is_party[o.delegate]
  if delegate and filled.third_party == nil then filled.third_party = { party = delegate } end
  local r = wait_for("consent", {
    party = role, phrase = notice, values = filled,
    delegate = delegate, about = o.about, items = o.items, within = o.within,
  })
  return answer(r, { granted = r.state == "granted", via = r.via or false, at = r.at or false })
end

---`party:ask("<party>.phone", say.<question>, { <placeholder> = …, within = time })`
---흐름의 `collects`에 적은 값을 묻고 답을 기다린다. 이미 아는 값이면 묻지 않는다.
---@param field assent.field
---@param phrase assent.question
---@param values? assent.values_within
---@param opts? assent.values_within
---@return assent.asked
function Party:ask(field, phrase, values, opts)
  local role = role_of("party:ask", self)
  if type(field) ~= "string" then
    fail("party:ask", "expected a field of collects, such as \"passenger.phone\"" .. but(field))
  end
  check_phrase("party:ask", phrase)
  local filled, o = split("party:ask", only_within, values, opts)
  return answer(wait_for("ask", {
    party = role, field = field, phrase = phrase, values = filled,
    within = o.within,
  }))
end

-- What was marked, as listen and handlers are told: .kind and .to are false where there is none.
local function heard(r)
  return object({
    state = r.state, reason = r.reason or false, kind = r.kind or false, to = r.to or false,
  }, answers)
end

---`party:listen { "delegate_request", …, within = time }`
---적은 일 가운데 하나를 그분이 글로 말하거나 상담사가 표시할 때까지 기다린다.
---@param marks assent.marks
---@return assent.heard
function Party:listen(marks)
  local role = role_of("party:listen", self)
  if type(marks) ~= "table" or #marks == 0 then
    fail("party:listen", "expected a list of marks in { }")
  end
  local list = {}
  for name, m in pairs(marks) do
    if math_type(name) == "integer" then
      list[#list + 1] = m
    elseif name ~= "within" then
      fail("party:listen", "it has no option '" .. name .. "'", name, only_within)
    end
  end
  return heard(wait_for("listen", { party = role, marks = list, within = marks.within }))
end

---`party:knows "phone"`
---그분의 연락처를 아는가.
---@param field "phone"
---@return boolean
function Party:knows(field)
  return effect("knows", { party = role_of("party:knows", self), field = field }).known
end

-- ---- the case ----

---흐름이 맡은 케이스. 사람들과, 흐름이 볼 수 있는 사실.
---@class (exact) assent.case
---@field parties assent.parties
---@field topic assent.topic
---@field inbound assent.role|"none" 먼저 연락한 사람. 없으면 "none"
---@field booked_for_other boolean 대신 불러주기를 썼는가
---@field caller_is_passenger boolean 호출자가 탑승자인가
local Case = { __name = "the case", __else = hidden }
local handlers, declared = {}, {}
local parties, the_case

local function check_case(word, self)
  if self ~= the_case then
    fail(word, "expected the case before a colon, not a dot")
  end
end

-- A notice was worded otherwise in law after this party had agreed to it: unless the flow has a
-- handler of its own, it is asked again. Whatever is answered, the flow goes on where it was: what
-- that needs is allowed again, or ends as "blocked".
function handlers.notice_changed(party, notice)
  party:consent(notice.phrase, notice.values or nil, {
    delegate = notice.delegate or nil, about = notice.about or nil, items = notice.items or nil,
  })
end

---`case:step "title"`
---여기서 시작하는 단계의 이름. 상담사 화면에 보인다.
---@param title string
function Case:step(title)
  check_case("case:step", self)
  if type(title) ~= "string" then fail("case:step", "expected a text" .. but(title)) end
  effect("step", { title = title })
end

---`case:note "text"`
---상담사만 보는 메모를 남긴다.
---@param text string
function Case:note(text)
  check_case("case:note", self)
  if type(text) ~= "string" then fail("case:note", "expected a text" .. but(text)) end
  effect("note", { text = text })
end

---`case:close "outcome"`
---어떻게 끝났는지 한 낱말로 적고 케이스를 끝낸다. 아래 줄은 실행되지 않는다.
---@param outcome string
function Case:close(outcome)
  check_case("case:close", self)
  if type(outcome) ~= "string" then
    fail("case:close", "expected a word such as \"consulted\"" .. but(outcome))
  end
  effect("close", { outcome = outcome })
end

---`case:now()`
---지금 시각(1970년부터의 밀리초).
---@return integer
function Case:now()
  check_case("case:now", self)
  return effect("now", {}).at
end

---`case:wait(time)`
---그만큼 기다린다.
---@param time assent.time
function Case:wait(time)
  check_case("case:wait", self)
  if math_type(time) ~= "integer" or time <= 0 then
    fail("case:wait", "expected a time such as minutes(10)")
  end
  effect("wait", { within = time })
end

---`case:random(n)`
---1부터 n까지의 정수 가운데 하나.
---@param n integer
---@return integer
function Case:random(n)
  check_case("case:random", self)
  if math_type(n) ~= "integer" or n < 1 then
    fail("case:random", "expected a whole number from 1")
  end
  return effect("random", { n = n }).value
end

---`case:uuid()`
---다른 어디에도 없는 이름 하나.
---@return string
function Case:uuid()
  check_case("case:uuid", self)
  return effect("uuid", {}).value
end

---`case:whenever("<mark>", function(party, event) … end)`
---언제든 그 일이 생기면 먼저 할 일. 마치면 하던 곳으로 돌아온다.
---@param mark assent.mark
---@param fn fun(party: assent.party, event: assent.heard)
---@overload fun(self: assent.case, mark: "notice_changed", fn: assent.on_notice_changed)
function Case:whenever(mark, fn)
  check_case("case:whenever", self)
  if type(mark) ~= "string" or type(fn) ~= "function" then
    fail("case:whenever", "expected a mark and a function")
  end
  if declared[mark] then fail("case:whenever", "'" .. mark .. "' has a handler already") end
  declared[mark], handlers[mark] = true, fn
  effect("whenever", { on = mark })
end

-- ---- for the runner (src/run.c) ----

local runner = { handlers = handlers }

function runner.phrases(ids)
  for _, id in ipairs(ids) do phrase_ids[id] = id end
end

-- facts: public facts only; members: role -> member or not, for every role
function runner.main(run, facts, members)
  local by_role = {}
  for role, member in pairs(members) do
    local party = object({ role = role, member = member }, Party)
    is_party[party] = role
    by_role[role] = party
  end
  parties = by_role
  local fields = { parties = object(by_role, { __name = "the case's parties" }) }
  for name, v in pairs(facts) do fields[name] = v end
  the_case = object(fields, Case)
  run(the_case)
  effect("return", {})
end

-- Which consent is to be asked again: what party:consent was told when it was asked.
local function asked(r)
  local values
  for name, v in pairs(r.values or {}) do
    values = values or {}
    values[name] = type(v) == "table" and parties[v.party] or v
  end
  return object({
    phrase = r.phrase, delegate = parties[r.delegate] or false, about = r.about or false,
    items = r.items or false, values = values or false,
  }, { __name = "a changed notice" })
end

function runner.handler(kind, role, event)
  handlers[kind](parties[role], kind == "notice_changed" and asked(event) or heard(event))
  effect("done", {})
end

return runner
