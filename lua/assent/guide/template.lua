-- template.lua: a sentence of a phrase, with placeholders, held against a sentence of the guide.
--
-- A template is a list of parts: a text, or { name = "topic", type = "topic", particle = "과/와" }.

local import, ipairs, pattern, table, type, utf8 = import, ipairs, pattern, table, type, utf8
local _ENV <const> = nil

local words = import "assent/guide/words"

local M = {}

-- A gap's hint that names another placeholder's value: OO(도착지) is no {origin}.
local hints = {
  ["출발지"] = "origin", ["도착지"] = "destination", ["이용일"] = "trip_date",
  ["상담사"] = "agent_name", ["상담사명"] = "agent_name",
}

-- Has the word's last syllable a final consonant; is it ㄹ?
local function final(word)
  local last = utf8.codepoint(word, utf8.offset(word, -1))
  if last < 0xAC00 or last > 0xD7A3 then return nil end
  return (last - 0xAC00) % 28 ~= 0, (last - 0xAC00) % 28 == 8
end

local halves = pattern "^(.+)/(.+)$"
local consonant = { ["이"] = true, ["을"] = true, ["은"] = true, ["과"] = true, ["으로"] = true,
  ["이라"] = true, ["아"] = true, ["이나"] = true, ["이랑"] = true }

-- The particles that may follow word (nil: a gap, where either fits).
local function particles(pair, word)
  if not pair then return { "" } end
  local _, _, a, b = halves:find(pair)
  local with, without = a, b
  if consonant[b] then with, without = b, a end
  local has, is_l = nil, nil
  if word then has, is_l = final(word) end
  if has == nil then return { with, without, with .. "(" .. without .. ")" } end
  if with == "으로" and is_l then has = false end
  return { has and with or without }
end

-- What may stand for the placeholder: { { text, particles, is a gap }, … }; found once.
local function values(part, known)
  if part.values then return part.values end
  local out = {}
  part.values = out
  local marks = part.type == "date" and { words.date, words.blank } or { words.blank }
  for _, mark in ipairs(marks) do out[#out + 1] = { mark, particles(part.particle), true } end
  for _, word in ipairs(known[part.type] or {}) do
    out[#out + 1] = { words.bare(word), particles(part.particle, word) }
  end
  return out
end

local function fits_hint(part, gap)
  local meant = gap and gap.hint and hints[gap.hint]
  return not meant or meant == part.name
end

-- Does parts[i..] match the bare text from byte `at` on? gap: the number of gaps before.
local function match(parts, i, text, at, gaps, gap, known)
  local part = parts[i]
  if not part then return at == #text + 1 end
  if type(part) == "string" then
    return text:sub(at, at + #part - 1) == part
      and match(parts, i + 1, text, at + #part, gaps, gap, known)
  end
  for _, value in ipairs(values(part, known)) do
    for _, particle in ipairs(value[2]) do
      local whole = value[1] .. particle
      if text:sub(at, at + #whole - 1) == whole and (not value[3] or fits_hint(part, gaps[gap + 1]))
        and match(parts, i + 1, text, at + #whole, gaps, gap + (value[3] and 1 or 0), known) then
        return true
      end
    end
  end
  return false
end

-- known: { party = { words }, topic = { words } }
function M.matches(parts, guide, known)
  return match(parts, 1, guide.bare, 1, guide.gaps, 0, known)
end

-- ---- sentences and words of a template ----

-- Placeholders as one private character each, so that text can be cut; and back.
local FIRST = 0xE100

local function flatten(parts)
  local out = {}
  for i, part in ipairs(parts) do
    out[#out + 1] = type(part) == "string" and words.spelling(part) or utf8.char(FIRST + i)
  end
  return table.concat(out)
end

local placeholder = pattern "[\u{E100}-\u{E1FF}]"
local function parts_of(text, parts)
  local out, from = {}, 1
  while true do
    local first, last = placeholder:find(text, from)
    if not first then break end
    if first > from then out[#out + 1] = words.bare(text:sub(from, first - 1)) end
    out[#out + 1] = parts[utf8.codepoint(text, first) - FIRST]
    from = last + 1
  end
  local rest = words.bare(text:sub(from))
  if rest ~= "" then out[#out + 1] = rest end
  return out
end

local function shown(text, parts)
  local out = {}
  for _, c in utf8.codes(text) do
    local part = parts[c - FIRST]
    if part then
      out[#out + 1] = "{" .. part.name .. (part.particle and ":" .. part.particle or "") .. "}"
    else
      out[#out + 1] = utf8.char(c)
    end
  end
  return table.concat(out)
end

-- As one compares likeness: with the guide's gaps.
local function likened(parts, known)
  local out = {}
  for _, part in ipairs(parts) do
    if type(part) == "string" then
      out[#out + 1] = part
    else
      local value = values(part, known)[1]
      out[#out + 1] = value[1] .. value[2][1]
    end
  end
  return table.concat(out)
end

local word = pattern [[\S+]]
local function word_list(text, parts)
  local out, from = {}, 1
  while true do
    local first, last = word:find(text, from)
    if not first then return out end
    local one = text:sub(first, last)
    out[#out + 1] = { text = shown(one, parts), parts = parts_of(one, parts) }
    from = last + 1
  end
end

-- The sentences of a phrase: { { text = as written, parts, words, likened, pairs }, … }
function M.sentences(parts, known)
  local out = {}
  for _, one in ipairs(words.sentences(flatten(parts))) do
    local cut = parts_of(one.text, parts)
    local as_guide = likened(cut, known)
    out[#out + 1] = {
      text = shown(one.text, parts), parts = cut, words = word_list(one.text, parts),
      likened = as_guide, pairs = words.pairs_of(as_guide),
    }
  end
  return out
end

return M
