-- Is what we say what the guide says? From the root of the tree: lua5.4 tests/cases/guide/run.lua
--   scripts.txt   section 3) of the guide, word for word
-- Every phrase that is no draft consists of sentences of the guide; every sentence of its scripts
-- is in a phrase; every legal item stands in its notice. Spaces are compared as one space.

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
local ids, said = {}, {}
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
  end
  for item, part in pairs(p.legal or {}) do
    check(id .. " holds its legal item " .. item, p.text:find(part, 1, true), part)
  end
  check(id .. " names its source", p.source and #p.source > 0, "source is missing")
end

-- The scripts are every second line; what begins with "*" is a note to the agent.
local all = table.concat(said, "\n")
local n = 0
for line in (read "tests/cases/guide/scripts.txt"):gmatch("[^\n]+") do
  n = n + 1
  if n % 2 == 0 then
    local script = one_space(line):gsub(" ?\\%*.*$", ""):gsub("”$", "")
    for _, s in ipairs(sentences(script)) do
      check("a phrase holds the guide's: " .. s, all:find(s, 1, true), "in no phrase")
    end
  end
end

print("1.." .. count)
os.exit(failed == 0)
