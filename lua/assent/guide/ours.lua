-- ours.lua: phrases with what their sources name, and the order in which a flow says them.

local import, ipairs, pattern = import, ipairs, pattern
local _ENV <const> = nil

local template = import "assent/guide/template"
local words = import "assent/guide/words"

local M = {}

local quoted = pattern [["([^"]+)"]]
M.number = pattern [[^\s*(\d+)\)\s*]]
local ordinal = pattern(
  [[,\s*(?:(?:첫째|둘째|셋째|넷째|다섯째|마지막)\s*문장.*|"[^"]*"(?:부터|까지).*)$]])
local plus = pattern [[\s\+\s]]

-- What a source names: { number = "3", names = { "[호출자 OB] 상담 …" }, quotes = { "안녕하세요" } }
local function read_source(source)
  local text = words.spelling(source)
  local out = { names = {}, quotes = {} }
  local from = 1
  while true do
    local first, last, quote = quoted:find(text, from)
    if not first then break end
    out.quotes[#out.quotes + 1] = quote
    from = last + 1
  end
  local _, behind, n = M.number:find(text)
  out.number = n
  text = text:sub((behind or 0) + 1)
  while text ~= "" do
    local first, last = plus:find(text)
    out.names[#out.names + 1] = ordinal:gsub(text:sub(1, (first or #text + 1) - 1), "")
    text = last and text:sub(last + 1) or ""
  end
  return out
end

-- list: { { id, line, draft, source, parts }, … }, each is filled with source and sentences
function M.phrases(list, known)
  for _, p in ipairs(list) do
    p.source = read_source(p.source or "")
    p.sentences = template.sentences(p.parts, known)
    for i, s in ipairs(p.sentences) do s.phrase, s.i = p, i end
  end
  return list
end

-- A function that tells whether some source names a text as a title.
function M.titles(phrases)
  local named = {}
  for _, p in ipairs(phrases) do
    for _, name in ipairs(p.source.names) do named[words.bare(name)] = true end
  end
  return function(text) return named[words.bare(text)] or false end
end

-- Does the phrase's source name this title?
function M.names_title(p, title)
  if not title then return false end
  local bare = words.bare(title.text)
  for _, name in ipairs(p.source.names) do
    if words.bare(name):find(bare, 1, true) then return true end
  end
  return false
end

local say = pattern [[\bsay\.([a-z0-9_]+)]]
local comment = pattern [[--.*$]]

-- The order in which a flow's file names its phrases first: { id = 1, 2, … }
function M.flow(source)
  local says, n = {}, 0
  for line in (source .. "\n"):gmatch("(.-)\n") do
    line = comment:gsub(line, "")
    local from = 1
    while true do
      local _, last, id = say:find(line, from)
      if not last then break end
      if not says[id] then
        n = n + 1
        says[id] = n
      end
      from = last + 1
    end
  end
  return { says = says }
end

return M
