-- play_term.lua: what `assent play` shows of a case (docs/openapi.yaml#Case), and which
-- expectations a good play has behind each act. C prints what it is given here: paragraphs.

---@class Paragraph
---@field label string?   before the text, in style `hue`
---@field hue string?     "strong" "faint" "good" "bad" "wait" "agent" "party" "note"
---@field text string?    wrapped at word ends, indented behind the label
---@field style string?   of the text
---@field tail string?    faint, behind the label, on its own line if there is a text of its own
---@field quote boolean?  the text stands below its label, behind a bar
---@field gap boolean?    a blank line before it

local import, ipairs, pairs, string, table, tonumber, utf8 =
  import, ipairs, pairs, string, table, tonumber, utf8
local form, menu = import "assent/play_form", import "assent/play_menu"
local reader, terms = import "assent/play", import "assent/play_words"
local voice = import "assent/play_voice"
local _ENV <const> = nil

local QUOTED_WHOLE, QUOTED = 80, 60 -- code points of an expected text

local state_hues = {
  requested = "wait", granted = "good", denied = "bad", unanswered = "bad", withdrawn = "bad",
  expired = "bad",
}

local line, role, say, told, word = voice.line, voice.role, voice.say, voice.told, voice.word

local function by_id(list)
  local out = {}
  for _, one in ipairs(list or {}) do out[one.id] = one end
  return out
end

-- Ids are counted over the whole case: "m3" before "s4".
local function in_order(list)
  table.sort(list, function(a, b) return a.order < b.order end)
  return list
end

local function order(id) return tonumber(id:match("%d+")) or 0 end

-- ---- expectations ----

-- An expected text is quoted whole if it is short, else its first words.
local function quoted(text)
  local first = text:match("^[^\r\n]*"):gsub("%s+$", "")
  local length = utf8.len(first)
  if length <= QUOTED_WHOLE then return first, first ~= text end
  local cut = first:sub(1, utf8.offset(first, QUOTED + 1) - 1)
  return cut:match("^(.*%S)%s+%S*$") or cut, true
end

-- Of a reason, what a play need say of it: the consent that is missing, or the item that was cut.
-- In English the whole, as that can be told.
local function reason_word(reason)
  if voice.language() ~= "ko" then return reason end
  for _, need in ipairs { "위임 동의", "수집 동의", "동의가 있어도" } do
    if reason:find(need, 1, true) then return need end
  end
  return reason:match("'([%w_]+)'") or (quoted(reason))
end

local function expected(kind, party, text)
  local start, prefix = quoted(text)
  return { kind = kind, party = party, text = start, prefix = prefix }
end

-- The newest consent of each kind: it is the one that a play speaks of.
local function newest_consents(view)
  local out = {}
  for _, k in ipairs(view.consents or {}) do out[k.kind] = k end
  return out
end

-- ---- paragraphs ----

local function step_of(title)
  return { label = "■ " .. title, hue = "strong", gap = true }
end

local function why_of(s)
  local out = { s.phrase }
  if s.why then out[2] = s.why.file .. ":" .. s.why.line end
  if s.draft then out[#out + 1] = say "draft" end
  return table.concat(out, " · ")
end

local function offer_of(s)
  return {
    label = line("offer", { of = s.party }), hue = "agent", tail = why_of(s),
    text = s.text or say "erased", quote = true, gap = true,
  }
end

local function blocked_of(s)
  return {
    { label = say("blocked", { of = s.party }), hue = "bad", tail = why_of(s), gap = true,
      text = s.text or say "erased", style = "faint", quote = true },
    { label = say "why", hue = "bad", text = s.reason and told(s.reason) or say "no_consent" },
  }
end

local function buttons_of(m)
  local out = {}
  for _, b in ipairs(m.buttons or {}) do out[#out + 1] = "[" .. b.label .. "]" end
  return table.concat(out, " ")
end

local function message_of(m)
  local from = m.from == "agent" and line "agent" or say "bot"
  return {
    label = say("from", { from = from, of = m.party }), hue = "agent", tail = buttons_of(m),
    quote = true,
    text = m.text or say "erased", gap = true,
  }
end

local function consent_of(k)
  local about = k.delegate and role(k.subject) .. " → " .. role(k.delegate) or role(k.subject)
  return {
    label = line("consent", { consent = k.kind }), hue = "note",
    text = word(terms.states, k.state), style = state_hues[k.state], tail = about,
  }
end

local function note_of(n)
  local text = n.text and told(n.text) or say "erased"
  return { label = line "note", hue = "note", text = text, style = "note" }
end

local function end_of(view)
  if view.status == "closed" then
    return { label = say("ended", { outcome = view.outcome or "" }), hue = "strong", gap = true }
  end
  local p = view.parked or {}
  local place = p.file and p.file .. ":" .. p.line .. ": " or ""
  return {
    label = say "stopped", hue = "bad", gap = true, quote = true, style = "bad",
    text = place .. told(p.reason or ""),
  }
end

-- ---- what is new ----

---@class News
---@field shown Paragraph[]
---@field expect PlayAct[]

local function add(news, paragraph, expectation)
  news.shown[#news.shown + 1] = paragraph
  if expectation then news.expect[#news.expect + 1] = expectation end
end

local function said_news(news, before, after)
  local old, offers = by_id(before.messages), by_id(before.suggestions)
  local sent = {} -- as it was offered: it stands above already
  for _, s in pairs(offers) do
    if s.state == "offered" then sent[s.party .. "\0" .. (s.text or "")] = true end
  end
  local new = {}
  for _, m in ipairs(after.messages) do
    if not old[m.id] and m.from ~= "party" then new[#new + 1] = { order = order(m.id), m = m } end
  end
  for _, n in ipairs(in_order(new)) do
    local m, by_bot = n.m, n.m.from == "engine"
    local as_offered = not by_bot and sent[m.party .. "\0" .. (m.text or "")]
    local buttons = buttons_of(m)
    if not as_offered then
      add(news, message_of(m), by_bot and m.text and expected("said", m.party, m.text) or nil)
    else
      local shown = buttons ~= "" and say("buttons", { buttons = buttons }) or say "text_went"
      add(news, { label = role(m.party), hue = "party", text = shown })
    end
  end
end

local function consent_news(news, before, after)
  local old = by_id(before.consents)
  for _, k in ipairs(after.consents) do
    local was = old[k.id]
    local newest = newest_consents(after)[k.kind] == k
    if not was or was.state ~= k.state then
      add(news, consent_of(k),
        newest and { kind = "consent", consent = k.kind, state = k.state } or nil)
    end
  end
end

local function unclear_news(news, before, after)
  local old = by_id(before.waits)
  for _, w in ipairs(after.waits) do
    if w.state == "unclear" and old[w.id] and old[w.id].state ~= "unclear" then
      add(news, { label = say "unclear", hue = "wait", text = say "asked_again" })
    end
  end
end

local function step_news(news, before, after)
  for i = #(before.steps or {}) + 1, #after.steps do
    local title = after.steps[i].title
    add(news, step_of(title), i == #after.steps and { kind = "step", text = title } or nil)
  end
end

local function note_news(news, before, after)
  local known = #(before.notes or {})
  for i = known + 1, #after.notes do
    local n = after.notes[i]
    local first = n.text and n.text:match("^[^\r\n]*") or ""
    add(news, note_of(n), i == #after.notes and first:find("%S") and
      { kind = "note", text = (quoted(first)) } or nil)
  end
end

local function suggestion_news(news, before, after)
  local old, blocked = by_id(before.suggestions), {}
  for _, s in ipairs(after.suggestions) do
    local was = old[s.id]
    if s.state == "offered" and not was then
      add(news, offer_of(s), s.text and expected("offer", s.party, s.text) or nil)
    elseif s.state == "blocked" and (not was or was.state ~= "blocked") then
      blocked[s.party] = s
      for _, p in ipairs(blocked_of(s)) do add(news, p) end
    end
  end
  for _, r in ipairs(terms.role_names) do -- a play sees the newest of a party
    local s = blocked[r]
    if s and s.reason then
      add(news, nil, { kind = "blocked", party = s.party, text = reason_word(s.reason) })
    end
  end
end

-- What one act changed. `refused`: by the gate, {party, text}.
---@return News
local function news(before, after, refused)
  local out = { shown = {}, expect = {} }
  if refused then
    add(out, { label = line("blocked", { of = refused.party }), hue = "bad",
      text = told(refused.text) },
      { kind = "blocked", party = refused.party, text = reason_word(refused.text) })
  end
  unclear_news(out, before, after)
  consent_news(out, before, after)
  step_news(out, before, after)
  note_news(out, before, after)
  said_news(out, before, after)
  suggestion_news(out, before, after)
  if after.status ~= "open" and after.status ~= before.status then add(out, end_of(after)) end
  if #out.shown == 0 then
    add(out, { text = say "no_change", style = "faint" })
  end
  return out
end

-- ---- where it stands ----

local function question_message(view, id)
  local found
  for _, m in ipairs(view.messages) do
    if m.question == id and m.from ~= "party" then found = m end
  end
  return found
end

local function now(view)
  local out = {}
  if view.step then out[1] = step_of(view.step) end
  for _, k in ipairs(view.consents) do out[#out + 1] = consent_of(k) end
  for _, w in ipairs(view.waits) do
    local m = w.id and w.state ~= "offered" and question_message(view, w.id)
    if m then out[#out + 1] = message_of(m) end
  end
  for _, s in ipairs(view.suggestions) do
    if s.state == "offered" then out[#out + 1] = offer_of(s) end
  end
  if view.status ~= "open" then out[#out + 1] = end_of(view) end
  return out
end

-- ---- everything ----

local function party_paragraph(r, p)
  local words = {
    word(terms.members, p.member), p.mode == "bot" and say "by_bot" or say "by_agent",
    p.phone and say("phone", { phone = p.phone }) or say "no_phone",
  }
  return { label = role(r), hue = "party", text = table.concat(words, ", ") }
end

local function history_of(k)
  local out = {}
  for _, h in ipairs(k.history) do
    local said = h.evidence and h.evidence.words
    out[#out + 1] = word(terms.states, h.state) .. (said and " (“" .. said .. "”)" or "")
  end
  return table.concat(out, " → ")
end

local function state(view)
  local out = { { label = say "people", hue = "strong", gap = true } }
  for _, r in ipairs(terms.role_names) do
    local p = view.parties[r]
    if p then out[#out + 1] = party_paragraph(r, p) end
  end
  if #view.consents > 0 then
    out[#out + 1] = { label = say "consents", hue = "strong", gap = true }
  end
  for _, k in ipairs(view.consents) do
    local p = consent_of(k)
    p.text = history_of(k)
    out[#out + 1] = p
  end
  if #view.waits > 0 then out[#out + 1] = { label = say "waits", hue = "strong", gap = true } end
  for _, w in ipairs(view.waits) do
    out[#out + 1] = {
      label = role(w.party), hue = "party", text = menu.waiting(w),
      tail = w.file and w.file .. ":" .. w.line or nil,
    }
  end
  for _, n in ipairs(view.notes) do out[#out + 1] = note_of(n) end
  for _, s in ipairs(view.suggestions) do
    if s.state == "offered" then out[#out + 1] = offer_of(s) end
    if s.state == "blocked" then
      for _, p in ipairs(blocked_of(s)) do out[#out + 1] = p end
    end
  end
  return out
end

-- ---- what C asks ----

local M = { now = now, state = state, menu = menu.menu, status = menu.status, news = news }
M.speak = voice.speak
M.form, M.rows, M.change = form.form, form.rows, form.change

function M.line(text, parties) return reader.line(text, parties, voice.language()) end

-- The line that ends a play here.
function M.ending(view)
  if view.status == "closed" then return { kind = "closed", outcome = view.outcome } end
  if view.parked then return { kind = "parked", text = (quoted(view.parked.reason)) } end
  return { kind = "open" }
end

-- A name for the file: the outcome, with a number where it is taken.
function M.file_name(view, n)
  local base = view.status == "closed" and view.outcome or "open"
  base = base:gsub("[^%w_-]", "_")
  return string.format(n == 1 and "%s.play" or "%s_%d.play", base, n)
end

return M
