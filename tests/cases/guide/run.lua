-- Is what we say what the guide says? From the root of the tree: lua5.4 tests/cases/guide/run.lua
--   scripts.txt   section 3) of the guide, word for word
-- Every phrase that is no draft consists of sentences of the guide, in its order; every sentence of
-- its scripts is in a phrase; every flow says the phrases of a script in its order; every legal
-- item stands in its notice. Spaces are compared as one space.

local count, failed = 0, 0

local function check(name, ok, why)
  count = count + 1
  if not ok then failed = failed + 1 end
  print((ok and "ok " or "not ok ") .. count .. " - " .. name)
  if not ok then print("# " .. tostring(why)) end
end

local function read(path)
  local f <close> = assert(io.open(path, "rb"))
  return f:read "a"
end

local function one_space(s)
  return (s:gsub("\u{A0}", " "):gsub("%s+", " "))
end

-- "A. B? C" -> { "A.", "B?", "C" }
local function sentences(text)
  local out, words = {}, {}
  for word in text:gmatch("%S+") do
    words[#words + 1] = word
    if word:find("[%.%?]$") then
      out[#out + 1] = table.concat(words, " ")
      words = {}
    end
  end
  if #words > 0 then out[#out + 1] = table.concat(words, " ") end
  return out
end

-- The scripts are every second line of the guide; what begins with "*" in one is a note to agents.
local function scripts(text)
  local out, n = {}, 0
  for line in text:gmatch("[^\n]+") do
    n = n + 1
    if n % 2 == 0 then
      out[#out + 1] = one_space(line):gsub(" ?\\%*.*$", ""):gsub("”$", "")
    end
  end
  return out
end

-- The script of the first of these sentences, where it stands there, and the first that stands
-- before its predecessor of the same script; nil: none does.
local function place(all, list)
  local script, first
  local last = {}
  for _, s in ipairs(list) do
    for i, text in ipairs(all) do
      local at = text:find(s, 1, true)
      if at then
        if not script then script, first = i, at end
        if at < (last[i] or 0) then return script, first, s end
        last[i] = at
        break
      end
    end
  end
  return script, first
end

-- What stands in the guide where we have a placeholder.
local blanks = {
  agent_name = "OOO", trip_date = "0월 0일", origin = "OO(출발지)", destination = "OO(도착지)",
  topic = "OOO(요금조정 등)", third_party = "탑승자분",
}
local particles = { ["과/와"] = "과", [""] = "" }

local function as_in_the_guide(text)
  return (text:gsub("{([%w_%.]+):?([^}]*)}", function(name, pair)
    return blanks[name] .. particles[pair]
  end))
end

local env = { phrases = function(t) return t end }
local phrases = assert(loadfile("flows/phrases/ko.lua", "t", env))()
local guide = one_space(read "tests/cases/guide/scripts.txt")
local in_order = scripts(read "tests/cases/guide/scripts.txt")
local ids, said, places = {}, {}, {}
for id, p in pairs(phrases) do
  if type(p) == "table" and p.kind then ids[#ids + 1] = id end
end
table.sort(ids)

for _, id in ipairs(ids) do
  local p = phrases[id]
  local text = as_in_the_guide(p.text)
  said[#said + 1] = text
  if not p.draft then
    for _, s in ipairs(sentences(text)) do
      check(id .. " is the guide's: " .. s, guide:find(s, 1, true), "not in scripts.txt")
    end
    local script, at, wrong = place(in_order, sentences(text))
    check(id .. " has its sentences in the guide's order", not wrong, wrong)
    places[id] = { script = script, at = at }
  end
  for item, part in pairs(p.legal or {}) do
    check(id .. " holds its legal item " .. item, p.text:find(part, 1, true), part)
  end
  check(id .. " names its source", p.source and #p.source > 0, "source is missing")
end

local all = table.concat(said, "\n")
for _, script in ipairs(in_order) do
  for _, s in ipairs(sentences(script)) do
    check("a phrase holds the guide's: " .. s, all:find(s, 1, true), "in no phrase")
  end
end

for _, flow in ipairs { "passenger", "vehicle_owner", "spouse", "booked_for_other" } do
  local last, wrong, used = {}, nil, 0
  for id in (read("flows/" .. flow .. "/flow.lua")):gmatch "say%.([%w_]+)" do
    local p = places[id]
    if p and p.script then
      local before = last[p.script]
      if before and p.at < places[before].at then wrong = wrong or id .. " behind " .. before end
      last[p.script] = id
      used = used + 1
    end
  end
  check(flow .. " says the guide's phrases", used >= 3, used .. " of them")
  check(flow .. " says the phrases of a script in its order", not wrong, wrong)
end

print("1.." .. count)
os.exit(failed == 0)
