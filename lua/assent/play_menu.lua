-- play_menu.lua: what can happen now, as a short menu. To choose an item is to type its line of a
-- play, so there is one way in, and whoever reads along learns to write plays.

---@class MenuItem
---@field label string
---@field before string    of the line
---@field after string?    of the line, behind what is asked for
---@field ask string?      what is asked for; nil: the line is whole
---@field given string?    stands in the prompt already
---@field example string?  what an empty answer means

---@class MenuGroup
---@field name string
---@field items MenuItem[]

local import, ipairs, table = import, ipairs, table
local terms, voice = import "assent/play_words", import "assent/play_voice"
local _ENV <const> = nil

local line, role, say, word = voice.line, voice.role, voice.say, voice.word

-- Parties of the play in the order of all.
local function parties(play)
  local out = {}
  for _, r in ipairs(terms.role_names) do
    if play.parties[r] then out[#out + 1] = r end
  end
  return out
end

local function third_party(play)
  for _, r in ipairs(parties(play)) do
    if r ~= "caller" and r ~= "driver" then return r end
  end
end

-- ---- the agent ----

-- The newest offer of each party: it is what a play's "상담사: 보냄" means.
local function offers(view)
  local out, count = {}, 0
  for _, s in ipairs(view.suggestions) do
    if s.state == "offered" then
      if not out[s.party] then count = count + 1 end
      out[s.party] = s
    end
  end
  return out, count
end

local function offer_item(head, verb, s)
  local written = word(terms.verbs, verb)
  local item = { label = written, before = head .. written }
  if verb == "edited" or verb == "own_words" or verb == "skipped" then
    item.before, item.ask = item.before .. ": ", say(verb .. ".ask")
  end
  if verb == "edited" then item.given = s.text end
  if verb == "skipped" then item.example = say "skipped.example" end
  return item
end

local function offer_group(s, alone)
  local of = line("agent_of", { of = s.party })
  local head, items = (alone and line "agent" or of) .. ": ", {}
  for _, verb in ipairs { "sent", "read_out", "edited", "own_words", "skipped" } do
    items[#items + 1] = offer_item(head, verb, s)
  end
  if s.purpose == "confirm" or s.purpose == "ask" then
    items[#items + 1] = offer_item(head, "asked", s)
  end
  return { name = of, items = items }
end

-- ---- the people ----

-- Answers are read in Korean (lua/assent/understand), whoever sits at the terminal.
local spoken = {
  confirm = { "네, 맞아요", "네, 맞습니다" }, consent = { "네, 동의합니다", "네, 동의합니다" },
}

local function heard(w)
  local yes, call = word(terms.answers, "yes"), word(terms.ways, "call")
  return yes .. ", " .. call .. ', "' .. spoken[w.kind][2] .. '"'
end

local requests = {
  passenger = "저는 안 탔어요. 탑승자와 통화하세요.", spouse = "제 남편과 통화해 주세요.",
  vehicle_owner = "차주와 통화해 주세요.", other = "다른 분과 통화해 주세요.",
}

local function question_of(view, r)
  for _, w in ipairs(view.waits) do
    if w.party == r and (w.kind == "confirm" or w.kind == "consent" or w.kind == "ask") then
      return w
    end
  end
end

local function button_items(items, view, w)
  local shown
  for _, m in ipairs(view.messages) do
    if m.question == w.id and m.buttons and #m.buttons > 0 then shown = m.buttons end
  end
  for _, b in ipairs(shown or {}) do
    local label = "[" .. b.label .. "]"
    items[#items + 1] = { label = label, before = role(w.party) .. ": " .. label }
  end
end

local function ask_items(items, w)
  local owner = w.field:match("^([%l_]+)%.phone$")
  local head = line("enter", { what = owner and line("number", { of = owner }) or w.field }) .. ": "
  items[#items + 1] = {
    label = say "number", before = head, ask = say "number.ask", example = "010-5555-1234",
  }
  items[#items + 1] = { label = say "no_number", before = head .. line "declined" }
end

local function listen_items(items, view, play, r)
  for _, w in ipairs(view.waits) do
    for _, mark in ipairs(w.party == r and w.marks or {}) do
      local third = mark == "delegate_request" and third_party(play)
      local head = line("mark", { of = r }) .. ": " .. word(terms.marks, mark)
      items[#items + 1] = {
        label = say("mark", { mark = mark }), before = third and head .. " → " or head,
        ask = third and say "mark.to" or nil, given = third and role(third) or nil,
      }
    end
  end
end

local function example_of(view, play, r, w)
  if w and w.kind == "ask" then return "010-5555-1234입니다." end
  if w then return spoken[w.kind][1] end
  for _, one in ipairs(view.waits) do
    if one.kind == "listen" and one.party == r then return requests[third_party(play)] end
  end
  return "잠시만요."
end

local function person_group(view, play, r)
  local items, w = {}, question_of(view, r)
  if w then button_items(items, view, w) end
  if w and w.kind == "ask" then ask_items(items, w) end
  listen_items(items, view, play, r)
  items[#items + 1] = {
    label = say "speak", before = role(r) .. ": ", ask = say("speak.ask", { of = r }),
    example = example_of(view, play, r, w),
  }
  if w and w.kind ~= "ask" then
    items[#items + 1] = {
      label = say "attest", before = line("attest", { of = r }) .. ": ",
      ask = say "attest.ask", given = heard(w),
    }
  end
  return { name = role(r), items = items }
end

-- ---- time, and what may come at any time ----

local function time_group(view, wake_ms)
  local items, why = {}, "expiry"
  if not wake_ms then return { name = say "time", items = items } end
  for _, w in ipairs(view.waits) do
    if w.left_ms == wake_ms then why = w.kind end
  end
  local later = line("later", { span = wake_ms })
  items[1] = { label = say("limit", { later = later, why = say("limit." .. why) }), before = later }
  return { name = say "time", items = items }
end

-- What stands before and behind the person whom a line is of.
local function around(code)
  return line(code, { of = "@" }):match("^(.*)@(.*)$")
end

local function any_group(view, play)
  local items, people = {}, parties(play)
  local before, after = around "mark"
  for _, mark in ipairs { "withdrawal", "source_complaint", "callback_request" } do
    items[#items + 1] = {
      label = word(terms.marks, mark), before = before, ask = say "mark.of",
      given = #people > 1 and role(people[1]) or nil, example = role(people[1]),
      after = after .. ": " .. word(terms.marks, mark),
    }
  end
  for _, r in ipairs(people) do
    local p = view.parties[r]
    local to = word(terms.modes, p and p.mode == "bot" and "assist" or "bot")
    items[#items + 1] = {
      label = role(r) .. " → " .. to, before = line("mode", { of = r }) .. ": " .. to,
    }
  end
  return { name = say "any_time", items = items }
end

-- ---- the whole ----

-- Whom is waited for stands first, so that Enter goes on.
local function menu(view, play, wake_ms)
  local out, later = {}, {}
  local by_party, count = offers(view)
  for _, r in ipairs(parties(play)) do
    if by_party[r] then out[#out + 1] = offer_group(by_party[r], count == 1) end
  end
  for _, r in ipairs(parties(play)) do
    local group = person_group(view, play, r)
    local to = #group.items > 1 and out or later
    to[#to + 1] = group
  end
  for _, group in ipairs(later) do out[#out + 1] = group end
  out[#out + 1] = time_group(view, wake_ms)
  out[#out + 1] = any_group(view, play)
  return view.status == "open" and out or {}
end

-- "답을 기다림 (2시간 안에)"
local function waiting(w)
  local is_offered = w.state == "offered" and w.kind ~= "suggest"
  local what = say("waits." .. (is_offered and "asked" or w.kind))
  local left = w.left_ms and w.left_ms > 0
  return left and say("within", { what = what, span = w.left_ms }) or what
end

-- One line: what the case waits for.
local function status(view)
  if view.status == "closed" then return say "closed" end
  if view.status ~= "open" then return say "parked" end
  local out = {}
  for _, w in ipairs(view.waits) do
    local who = w.kind == "wait" and "" or role(w.party) .. ": "
    out[#out + 1] = who .. waiting(w)
  end
  return table.concat(out, " · ")
end

return { menu = menu, status = status, waiting = waiting }
