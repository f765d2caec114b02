-- graph.lua: what a picture of a flow shows, from how its lanes move (explore_moves in
-- src/explore.h). Nothing here knows of shapes: graph_scene.lua lays it out, graph_write.lua
-- writes it.

---@class Graph
---@field flow string
---@field title string
---@field bundle string
---@field file string                 "passenger/flow.lua"
---@field language string             "ko", "en": of all that is not the flow's own
---@field opens string[]              which cases it opens with
---@field whole boolean               every way was followed
---@field states integer
---@field ways integer
---@field parts GraphPart[]           the main flow, then what may come at any time
---@field nodes GraphNode[]           by part, step, line
---@field ends GraphEnd[]
---@field edges GraphEdge[]           one from a node to another
---@field phrases table<string, table> {text, draft, file, line, consent?, others} of those
---                                    that are said; others: {language, file, line, text}

---@class GraphPart
---@field handler string              "": the main flow
---@field title string
---@field start string                id that the first edges are from
---@field steps {line: integer, title: string}[]

---@class GraphNode
---@field id string
---@field handler string
---@field step string
---@field step_line integer
---@field line integer
---@field kind string                 suggest say confirm consent ask listen wait
---@field what string                 its word
---@field who string
---@field parties string[]            codes of roles
---@field field string?               what is asked for
---@field phrases string[]
---@field text string                 of the first phrase; of others what they wait for
---@field opens string?               of a consent: what it allows
---@field within string?              "24시간"
---@field within_ms integer?

---@class GraphEnd
---@field id string
---@field kind "closed"|"done"|"parked"
---@field text string                 outcome, or why it was parked
---@field word string
---@field line integer

---@class GraphEdge
---@field from string
---@field to string
---@field handler string
---@field states string[]
---@field label string
---@field blocked boolean             nothing but a closed gate leads here

local import, ipairs, next, pairs, sentence, string, table, tostring =
  import, ipairs, next, pairs, sentence, string, table, tostring
local _ENV <const> = nil

local words = import "assent/play_words"

-- As the picture is made once a state, for one reader.
local language
local function say(code, values) return sentence(code, values, language) end

-- A word of a vocabulary; what has none there stays as it is.
local function word(kind, value) return words.word(kind, value, language) end

local function role(value) return word("role", value) end
local function mark(value) return word("mark", value) end

local state_order = {}
for i, state in ipairs { "yes", "granted", "known", "given", "heard", "sent", "queued", "edited",
  "own_words", "skipped", "no", "denied", "declined", "unclear", "unanswered", "elapsed",
  "withdrawn", "blocked", "" } do
  state_order[state] = i
end

local function keys(set)
  local out = {}
  for key in pairs(set or {}) do out[#out + 1] = key end
  table.sort(out)
  return out
end

-- In the order in which people are named everywhere. Where it may be any third party, no list
-- helps.
local function role_list(set)
  local out = {}
  local anybody = set and set.passenger and set.spouse and set.vehicle_owner and set.other
  for _, r in ipairs(words.role_names) do
    local one = not (anybody and set[r]) or r == "caller" or r == "other"
    if set and set[r] and one then out[#out + 1] = role(r) end
  end
  return table.concat(out, "·")
end

local function span(ms) return say("graph.limit", { span = ms }) end

-- ---- facts ----

local function fact_value(name, value, topics)
  if name == "topic" then return topics[value] or value end
  if name == "inbound" then
    return (value == "false" or value == "none") and say "graph.nobody" or role(value)
  end
  local yes = value == "true" and "yes" or "no"
  if name == "caller_is_passenger" then return word("rider", yes) end
  if name == "booked_for_other" then return word("use", yes) end
  return value
end

local function opens(raw)
  local out = {}
  for _, name in ipairs { "topic", "inbound", "caller_is_passenger", "booked_for_other" } do
    local values = {}
    for _, value in ipairs(raw.opens[name] or {}) do
      values[#values + 1] = fact_value(name, tostring(value), raw.topics)
    end
    if #values > 0 then
      out[#out + 1] = word("fact", name) .. ": " .. table.concat(values, ", ")
    end
  end
  return out
end

-- ---- why one answer leads to more than one place ----

local function disjoint(moves, name)
  local met = {}
  for _, move in ipairs(moves) do
    local set = move.why[name]
    if not set or not next(set) or set.null then return false end
    for value in pairs(set) do
      if met[value] then return false end
      met[value] = true
    end
  end
  return true
end

-- The mover that always has this value where others have none of it ("answer:to": nobody was
-- named).
local function one_against_rest(moves, name)
  for _, move in ipairs(moves) do
    local values = keys(move.why[name])
    local value = #values == 1 and values[1]
    local others = 0
    for _, other in ipairs(moves) do
      if other ~= move and other.why[name] and other.why[name][value] then others = others + 1 end
    end
    if value and others == 0 then return value end
  end
end

local function member_word(value) return word("member", value == "true" and "yes" or "no") end

local function value_words(name, values, raw)
  local out = {}
  local kind, of = string.match(name, "^(%a+):?(.*)$")
  if kind == "after" then return say("graph.after", { lines = table.concat(values, "·") }) end
  for _, value in ipairs(values) do
    if kind == "member" then
      out[#out + 1] = (of == "self" and "" or role(of) .. " ") .. member_word(value)
    elseif kind == "knows" then
      out[#out + 1] = say(value == "true" and "graph.knows.yes" or "graph.knows.no", { of = of })
    elseif kind == "who" or name == "answer:to" then
      out[#out + 1] = role(value)
    elseif kind == "fact" then
      out[#out + 1] = fact_value(of, value, raw.topics)
    else
      out[#out + 1] = word("state", mark(value))
    end
  end
  return table.concat(out, "·")
end

local reason_order = { "^answer:to$", "^answer:kind$", "^who$", "^knows:", "^member:self$",
  "^fact:", "^member:", "^answer:", "^after$" }

local function reason_names(moves)
  local met, out = {}, {}
  for _, move in ipairs(moves) do
    for name in pairs(move.why) do met[name] = true end
  end
  local all = keys(met)
  for _, form in ipairs(reason_order) do
    for _, name in ipairs(all) do
      if met[name] and string.find(name, form) then
        met[name] = nil
        out[#out + 1] = name
      end
    end
  end
  return out
end

-- Puts `because` on each move: what of the case or the answer tells it from the others.
local function explain(moves, raw)
  if #moves < 2 then return end
  for _, name in ipairs(reason_names(moves)) do
    local value = (name == "answer:to" or name == "who") and one_against_rest(moves, name)
    if value then
      for _, move in ipairs(moves) do
        local set = move.why[name]
        local what = value_words(name, { value }, raw)
        move.because = set and set[value] and what or say("graph.not", { what = what })
      end
      return
    elseif disjoint(moves, name) then
      for _, move in ipairs(moves) do
        move.because = value_words(name, keys(move.why[name]), raw)
      end
      return
    end
  end
end

-- ---- edges ----

local function state_text(move, node)
  local state = word("state", move.state)
  if not node then return state end
  if move.state == "unanswered" and node.kind == "suggest" then
    return say("graph.not_sent", { span = node.within_ms })
  elseif move.state == "unanswered" or move.state == "elapsed" then
    return (node.within and node.within .. " " or "") .. state
  elseif move.state == "heard" then
    local heard = keys(move.why["answer:kind"])
    return #heard > 0 and value_words("answer:kind", heard, {}) or state
  end
  return state
end

-- "네 (비회원) · 불명확"; what is so of all of them stands once, behind them.
local function label(moves, node)
  local same, parts = moves[1].because, {}
  for _, move in ipairs(moves) do
    if move.because ~= same then same = nil end
  end
  for _, move in ipairs(moves) do
    local text = state_text(move, node)
    if move.because and not same then
      text = text == "" and move.because or text .. " (" .. move.because .. ")"
    end
    if text ~= "" then parts[#parts + 1] = text end
  end
  local all = table.concat(parts, " · ")
  if not same then return all end
  return all == "" and same or all .. " (" .. same .. ")"
end

local function gather(list, key_of)
  local groups, by_key = {}, {}
  for _, one in ipairs(list) do
    local key = key_of(one)
    if not by_key[key] then
      by_key[key] = {}
      groups[#groups + 1] = by_key[key]
    end
    table.insert(by_key[key], one)
  end
  return groups
end

local function sorted_moves(raw)
  local out = {}
  for _, move in pairs(raw.moves.moves) do out[#out + 1] = move end
  table.sort(out, function(a, b)
    if a.from ~= b.from then return a.from < b.from end
    local x, y = state_order[a.state] or 99, state_order[b.state] or 99
    if x ~= y then return x < y end
    return a.to < b.to
  end)
  return out
end

-- Where a flow came from is told of what was met first, and other answers may have been held to
-- be the same.
local function share_after(moves)
  local after = {}
  for _, move in ipairs(moves) do
    for value in pairs(move.why.after or {}) do after[value] = true end
  end
  for _, move in ipairs(moves) do move.why.after = after end
end

local function edges(raw, nodes)
  local moves, out = sorted_moves(raw), {}
  local function ends_of(move) return move.from .. "\n" .. move.to end
  for _, group in ipairs(gather(moves, ends_of)) do share_after(group) end
  for _, group in ipairs(gather(moves, function(m) return m.from .. "\n" .. m.state end)) do
    explain(group, raw)
  end
  for _, group in ipairs(gather(moves, ends_of)) do
    local first, list, blocked = group[1], {}, true
    for i, move in ipairs(group) do
      list[i] = move.state
      blocked = blocked and move.state == "blocked"
    end
    out[#out + 1] = { from = first.from, to = first.to, handler = first.handler, states = list,
      label = label(group, nodes[first.from]), blocked = blocked }
  end
  return out
end

-- ---- nodes ----

local function text_of(place, phrases, raw)
  local phrase = phrases[1] and raw.phrases[phrases[1]]
  if phrase then return phrase.text end
  local heard = {}
  for i, one in ipairs(place.marks or {}) do heard[i] = mark(one) end
  return table.concat(heard, ", ")
end

local function node_of(place, raw)
  local phrases = keys(place.phrases)
  local node = { id = place.id, handler = place.handler, step = place.step,
    step_line = place.step_line, line = place.line, kind = place.kind,
    what = word("kind", place.kind), who = role_list(place.parties),
    parties = keys(place.parties), field = keys(place.fields)[1], phrases = phrases,
    text = text_of(place, phrases, raw), within = place.within_ms and span(place.within_ms),
    within_ms = place.within_ms }
  local consent = place.kind == "consent" and phrases[1] and raw.phrases[phrases[1]].consent
  if consent then
    local to = role_list(place.delegates)
    node.opens = word("grant", consent) .. (to ~= "" and " → " .. to or "")
  end
  return node
end

local function in_order(a, b)
  if a.handler ~= b.handler then return a.handler < b.handler end
  if a.step_line ~= b.step_line then return a.step_line < b.step_line end
  return a.line < b.line
end

local function end_of(place)
  local told = place.kind == "done" and say "graph.done"
    or place.kind == "parked" and say "graph.parked"
    or word("outcome", place.text)
  return { id = place.id, kind = place.kind, text = place.text, word = told, line = place.line }
end

local function steps_of(nodes, handler)
  local out = {}
  for _, node in ipairs(nodes) do
    local last = out[#out]
    if node.handler == handler and not (last and last.line == node.step_line) then
      out[#out + 1] = { line = node.step_line, title = node.step }
    end
  end
  return out
end

local function parts(raw, nodes, all)
  local out = { { handler = "", title = raw.title, start = "start", steps = steps_of(nodes, "") } }
  local handlers = {}
  for _, edge in ipairs(all) do
    if edge.handler ~= "" then handlers[edge.handler] = true end
  end
  for _, name in ipairs(keys(handlers)) do
    out[#out + 1] = { handler = name, title = say("graph.anytime", { mark = name }),
      start = "start:" .. name, steps = steps_of(nodes, name) }
  end
  return out
end

local function said(raw, nodes)
  local out = {}
  for _, node in ipairs(nodes) do
    for _, id in ipairs(node.phrases) do out[id] = raw.phrases[id] end
  end
  return out
end

---@return Graph
local function graph(raw)
  language = raw.language
  local nodes, by_id, ends = {}, {}, {}
  for id, place in pairs(raw.moves.places) do
    by_id[id] = node_of(place, raw)
    nodes[#nodes + 1] = by_id[id]
  end
  table.sort(nodes, in_order)
  for _, id in ipairs(keys(raw.moves.ends)) do ends[#ends + 1] = end_of(raw.moves.ends[id]) end
  local all = edges(raw, by_id)
  return { flow = raw.flow, language = language, title = raw.title, bundle = raw.bundle,
    file = raw.file,
    opens = opens(raw), whole = raw.whole, states = raw.states, ways = raw.ways,
    parts = parts(raw, nodes, all), nodes = nodes, ends = ends, edges = all,
    phrases = said(raw, nodes) }
end

return { graph = graph }
