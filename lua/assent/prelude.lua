-- The words of the flow language (flows/README.md). Each is a few lines over the one function that
-- can wait: effect(kind, args). What a kind does, whether it waits, what replay compares:
-- src/effect.c.
local words, host = ...
local _ENV <const> = {
  effect = host.effect, object = host.object, fail = host.fail,
  ipairs = ipairs, pairs = pairs, type = type, math_type = math.type,
}

-- ---- time ----

local day_ms <const> = 24 * 60 * 60 * 1000
local longest_ms <const> = 3660 * day_ms -- as in src/effect.c

local function span(name, unit_ms)
  return function(n)
    local ms = type(n) == "number" and n * unit_ms
    if not ms or not (ms >= 1 and ms <= longest_ms) then
      fail(name .. "(number): expected a number above 0, and at most 3660 days")
    end
    return ms - ms % 1 | 0
  end
end
words.minutes = span("minutes", 60 * 1000)
words.hours = span("hours", 60 * 60 * 1000)
words.days = span("days", day_ms)

-- ---- files ----

local function file_word(name)
  words[name] = function(t)
    if type(t) ~= "table" then fail(name .. " { … }: expected a table") end
    return t
  end
end
file_word "flow"
file_word "phrases"
file_word "policy"

-- say.<phrase id>: filled before the flow is loaded
local phrase_ids = {}
words.say = object(phrase_ids, { __name = "say", __what = "phrase" })

-- ---- parties ----

local is_party = {} -- party object -> role

local function check_phrase(word, phrase)
  if type(phrase) ~= "string" then fail(word .. "(phrase, …): expected say.<phrase>") end
end

local function role_of(word, party)
  local role = is_party[party]
  if not role then
    fail(word .. ": expected a party of the case, such as case.parties.passenger")
  end
  return role
end

-- Options and placeholder values may stand in one table:
-- suggest(p, { third_party = owner, within = hours(1) }). A value may be a party: its word is
-- meant ("탑승자분").
local option_names = { within = true, delegate = true, about = true, items = true }
local function sort_out(t, word, options, filled, found)
  if type(t) ~= "table" then
    fail(word .. "(phrase, values, options): expected a table of placeholder = value")
  end
  for name, v in pairs(t) do
    local role = is_party[v]
    if option_names[name] then
      if not options[name] then fail(word .. ": it has no option '" .. name .. "'") end
      found[name] = v
    elseif type(name) ~= "string" then
      fail(word .. "(phrase, values, options): every value needs its placeholder's name")
    elseif not role and type(v) ~= "string" then
      fail(word .. ": value '" .. name .. "': expected a text or a party, not a " .. type(v))
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

local no_options, only_within = {}, { within = true }
local Party = { __name = "a party" }

function Party:suggest(phrase, values, opts)
  check_phrase("suggest", phrase)
  local filled, o = split("suggest", only_within, values, opts)
  local role = role_of("party:suggest", self)
  return answer(wait_for("suggest", {
    party = role, phrase = phrase, values = filled, within = o.within,
  }))
end

function Party:say(phrase, values)
  check_phrase("say", phrase)
  local filled = split("say", no_options, values)
  local role = role_of("party:say", self)
  return answer(effect("say", { party = role, phrase = phrase, values = filled }))
end

function Party:confirm(phrase, values, opts)
  check_phrase("confirm", phrase)
  local filled, o = split("confirm", only_within, values, opts)
  local role = role_of("party:confirm", self)
  local r = wait_for("confirm", {
    party = role, phrase = phrase, values = filled, within = o.within,
  })
  return answer(r, {
    via = r.via or false, at = r.at or false, yes = r.state == "yes", no = r.state == "no",
    unclear = r.state == "unclear", unanswered = r.state == "unanswered",
  })
end

local function check_items(items)
  local fine = items == nil or type(items) == "table" and #items > 0
  for _, item in ipairs(fine and items or {}) do fine = fine and type(item) == "string" end
  if not fine then fail("consent { items = … }: expected a list of texts") end
end

function Party:consent(notice, values, opts)
  check_phrase("consent", notice)
  local filled, o = split("consent", option_names, values, opts)
  local delegate = o.delegate and role_of("consent { delegate = … }", o.delegate)
  if delegate and filled.third_party == nil then filled.third_party = { party = delegate } end
  if o.about ~= nil and type(o.about) ~= "string" then
    fail("consent { about = … }: expected a topic such as case.topic")
  end
  check_items(o.items)
  local r = wait_for("consent", {
    party = role_of("party:consent", self), phrase = notice, values = filled,
    delegate = delegate, about = o.about, items = o.items, within = o.within,
  })
  return answer(r, { granted = r.state == "granted", via = r.via or false, at = r.at or false })
end

function Party:ask(field, phrase, values, opts)
  if type(field) ~= "string" then
    fail("ask(field, phrase): expected a field of collects, such as \"passenger.phone\"")
  end
  check_phrase("ask", phrase)
  local filled, o = split("ask", only_within, values, opts)
  return answer(wait_for("ask", {
    party = role_of("party:ask", self), field = field, phrase = phrase, values = filled,
    within = o.within,
  }))
end

-- What was marked, as listen and handlers are told: .kind and .to are false where there is none.
local function heard(r)
  return object({
    state = r.state, reason = r.reason or false, kind = r.kind or false, to = r.to or false,
  }, answers)
end

function Party:listen(marks)
  if type(marks) ~= "table" or #marks == 0 then
    fail("listen { \"delegate_request\", …, within = hours(2) }: expected a list of marks")
  end
  local list = {}
  for name, m in pairs(marks) do
    if math_type(name) == "integer" then
      list[#list + 1] = m
    elseif name ~= "within" then
      fail("listen { … }: it has no option '" .. name .. "'")
    end
  end
  local role = role_of("party:listen", self)
  return heard(wait_for("listen", { party = role, marks = list, within = marks.within }))
end

function Party:knows(field)
  return effect("knows", { party = role_of("party:knows", self), field = field }).known
end

-- ---- the case ----

local Case = { __name = "the case" }
local handlers, declared = {}, {}
local parties

-- A notice was worded otherwise in law after this party had agreed to it: unless the flow has a
-- handler of its own, it is asked again. Whatever is answered, the flow goes on where it was: what
-- that needs is allowed again, or ends as "blocked".
function handlers.notice_changed(party, notice)
  party:consent(notice.phrase, notice.values or nil, {
    delegate = notice.delegate or nil, about = notice.about or nil, items = notice.items or nil,
  })
end

function Case:step(title)
  if type(title) ~= "string" then fail("case:step \"title\": expected a text") end
  effect("step", { title = title })
end

function Case:note(text)
  if type(text) ~= "string" then fail("case:note(text): expected a text") end
  effect("note", { text = text })
end

function Case:close(outcome)
  if type(outcome) ~= "string" then
    fail("case:close \"outcome\": expected a word such as \"consulted\"")
  end
  effect("close", { outcome = outcome })
end

function Case:now()
  return effect("now", {}).at
end

function Case:wait(ms)
  if math_type(ms) ~= "integer" or ms <= 0 then
    fail("case:wait(time): expected a time such as minutes(10)")
  end
  effect("wait", { within = ms })
end

function Case:random(n)
  if math_type(n) ~= "integer" or n < 1 then
    fail("case:random(n): expected a whole number from 1")
  end
  return effect("random", { n = n }).value
end

function Case:uuid()
  return effect("uuid", {}).value
end

function Case:whenever(kind, fn)
  if type(kind) ~= "string" or type(fn) ~= "function" then
    fail("case:whenever(\"source_complaint\", function(party, event) … end): "
      .. "expected a mark and a function")
  end
  if declared[kind] then fail("case:whenever: '" .. kind .. "' has a handler already") end
  declared[kind], handlers[kind] = true, fn
  effect("whenever", { on = kind })
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
  run(object(fields, Case))
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
