-- play_form.lua: the head of a new play, filled with what fits the flow, a row a line.

---@class FlowFacts
---@field flow string
---@field title string
---@field opens table<string, (string|boolean)[]>   inbound: "none" is nobody
---@field collects table<string, table>
---@field topics table<string, string>              code -> word
---@field source string                             of flow.lua
---@field placeholders table<string, string[]>      of each phrase

---@class FormRow
---@field label string
---@field value string
---@field before string   of the line of a head that changes it
---@field hint string

local import, ipairs, pairs, table = import, ipairs, pairs, table
local reader, terms = import "assent/play", import "assent/play_words"
local writer, voice = import "assent/play_write", import "assent/play_voice"
local _ENV <const> = nil

local phones = {
  caller = "010-1234-5678", passenger = "010-2345-6789", spouse = "010-3456-7890",
  vehicle_owner = "010-4567-8901", other = "010-5678-9012", driver = "010-6789-0123",
}
local samples = {
  trip_date = "2026-11-20", origin = "강남역 11번 출구", destination = "판교역", agent_name = "김하나",
}

local function sorted_keys(t)
  local out = {}
  for k in pairs(t) do out[#out + 1] = k end
  table.sort(out)
  return out
end

-- Names in the phrases that the flow says, as a set.
local function used_placeholders(flow)
  local out = {}
  for id in flow.source:gmatch("say%.([%w_]+)") do
    for _, name in ipairs(flow.placeholders[id] or {}) do out[name] = true end
  end
  return out
end

local function topics(flow)
  return flow.opens.topic or sorted_keys(flow.topics)
end

local function has(list, value)
  for _, v in ipairs(list) do
    if v == value then return true end
  end
  return false
end

local function first_inbound(flow)
  local allowed = flow.opens.inbound
  if not allowed or has(allowed, "none") then return nil end
  return allowed[1]
end

local function topic_word(flow, code) return flow.topics[code] or code end

local function facts_of(flow)
  local used, facts = used_placeholders(flow), {}
  local list = topics(flow)
  facts.topic = topic_word(flow, has(list, "fare") and "fare" or list[1])
  for name, sample in pairs(samples) do
    if used[name] then facts[name] = sample end
  end
  for _, name in ipairs { "caller_is_passenger", "booked_for_other" } do
    if flow.opens[name] then facts[name] = flow.opens[name][1] end
  end
  facts.inbound = first_inbound(flow)
  return facts
end

-- Whoever the flow names; his number is known unless the flow asks for it.
local function parties_of(flow, inbound)
  local out = {}
  local function add(r)
    local phone = phones[r]
    if not phone or out[r] then return end
    out[r] = { member = r == "caller", mode = "assist",
      phone = not flow.collects[r .. ".phone"] and phone or nil }
  end
  add "caller"
  if inbound then add(inbound) end
  for r in flow.source:gmatch("parties%.([%l_]+)") do add(r) end
  for field in pairs(flow.collects) do add((field:gsub("%..*", ""))) end
  return out
end

---@param flow FlowFacts
---@return Play
local function form(flow)
  local facts = facts_of(flow)
  return {
    title = flow.title, flow = flow.flow, facts = facts, parties = parties_of(flow, facts.inbound),
    acts = {},
  }
end

local function names(list) return table.concat(list, ", ") end

local function words_of(list, allowed)
  local out = {}
  for _, w in ipairs(list) do
    local fits = not allowed or has(allowed, w[2])
    if fits and w[3] == voice.language() then out[#out + 1] = w[1] end
  end
  return names(out)
end

local function hint_of(flow, fact)
  if fact == "topic" then
    local out = {}
    for i, code in ipairs(topics(flow)) do out[i] = topic_word(flow, code) end
    return names(out)
  end
  if fact == "caller_is_passenger" then return words_of(terms.riders, flow.opens[fact]) end
  if fact == "booked_for_other" then return words_of(terms.uses, flow.opens[fact]) end
  return fact == "trip_date" and voice.say "hint.date" or ""
end

---@return FormRow[]
local function rows(play, flow)
  local out, language = {}, voice.language()
  for _, name in ipairs(terms.fact_names) do
    local fact = name[2]
    local value = play.facts[fact]
    if value ~= nil and name[3] == language then
      out[#out + 1] = { label = fact == "caller_is_passenger" and voice.say "rider" or name[1],
        value = writer.fact_value(fact, value, language),
        before = voice.line "facts" .. ": " .. name[1] .. "=", hint = hint_of(flow, fact) }
    end
  end
  for _, r in ipairs(terms.roles) do
    local party = r[3] == language and play.parties[r[2]]
    if party then
      local line = writer.party(party, r[2], play.facts.inbound, language)
      out[#out + 1] = { label = r[1], value = line:sub(#r[1] + 3), before = r[1] .. ": ",
        hint = voice.say "hint.party" }
    end
  end
  return out
end

local function known_topic(flow, word)
  for _, w in pairs(flow.topics) do
    if w == word then return true end
  end
  return flow.topics[word] ~= nil
end

local function merge(play, said)
  for name, value in pairs(said.facts) do play.facts[name] = value end
  for r, party in pairs(said.parties) do
    party.line = nil
    play.parties[r] = party
    if play.facts.inbound == r and said.facts.inbound ~= r then play.facts.inbound = nil end
  end
  play.title = said.title or play.title
  return play
end

-- The play with what one line of a head says ("주제=사고" as well), or why not.
---@return Play|{error: string}
local function change(play, line, flow)
  local is_fact = line:find("=", 1, true) and not line:find(":", 1, true)
  local said = reader.head(is_fact and voice.line "facts" .. ": " .. line or line, voice.language())
  if said.error then return said end
  local topic = said.facts.topic
  if topic and not known_topic(flow, topic) then
    local known = hint_of(flow, "topic")
    return { error = voice.say("unknown_topic", { topic = topic, known = known }) }
  end
  if said.flow and said.flow ~= play.flow then
    return { error = voice.say("other_flow", { flow = said.flow }) }
  end
  return merge(play, said)
end

return { form = form, rows = rows, change = change }
