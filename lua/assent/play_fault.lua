-- play_fault.lua: what is wrong with a line of a play, and what it was perhaps meant to be. It is
-- raised as a table with `text`, in the language of whoever reads it (sentences_play_read.c).

local error, ipairs, math, pairs, sentence, table, utf8 =
  error, ipairs, math, pairs, sentence, table, utf8
local _ENV <const> = nil

-- Korean syllables as their letters, so that 호출지 is near 호출자.
local function letters(word)
  local out = {}
  for _, c in utf8.codes(word) do
    if c >= 0xAC00 and c <= 0xD7A3 then
      local s = c - 0xAC00
      out[#out + 1] = 0x1100 + s // 588
      out[#out + 1] = 0x1161 + s % 588 // 28
      if s % 28 > 0 then out[#out + 1] = 0x11A7 + s % 28 end
    elseif c ~= 0x20 then
      out[#out + 1] = c
    end
  end
  return out
end

local function distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local corner = row[0]
    row[0] = i
    for j = 1, #b do
      local change = corner + (a[i] == b[j] and 0 or 1)
      corner = row[j]
      row[j] = math.min(change, row[j] + 1, row[j - 1] + 1)
    end
  end
  return row[#b]
end

local M = {}

---@param play table  file?, line, language?
---@param code string  of a row read.…
---@param values table?
function M.fail(play, code, values)
  local place = play.file and play.file .. ":" .. play.line .. ": " or ""
  local given = { _ = "" } -- an empty table would be a list
  for name, v in pairs(values or {}) do given[name] = v end
  error({ text = place .. sentence("read." .. code, given, play.language) }, 0)
end

-- All that may be written, in the reader's language.
local function all(play, words)
  local out = {}
  for _, w in ipairs(words) do
    if not w[3] or w[3] == (play.language or "ko") then out[#out + 1] = w[1] end
  end
  return table.concat(out, ", ")
end

-- The word that is near, in whichever language it was written, or all of them.
local function hint(play, word, words)
  local wanted = letters(word:sub(1, 120))
  local best, best_distance
  for _, w in ipairs(words) do
    local d = distance(wanted, letters(w[1]))
    if not best or d < best_distance then best, best_distance = w[1], d end
  end
  local near = best_distance <= math.max(1, (#wanted + 1) // 3)
  return near and sentence("read.perhaps", { word = best }, play.language)
    or sentence("read.words", { words = all(play, words) }, play.language)
end

---@param what string  a row of what is meant, such as "fact" for read.what.fact
function M.unknown(play, what, word, words)
  M.fail(play, "unknown", { what = what and sentence("read.what." .. what, nil, play.language)
    .. ": " or "", word = word, hint = hint(play, word, words) })
end

-- In any language, and in English whether a letter is large or small.
function M.meaning(play, what, word, words)
  for _, w in ipairs(words) do
    if w[1] == word then return w[2] end
  end
  for _, w in ipairs(words) do
    if w[3] == "en" and w[1]:lower() == word:lower() then return w[2] end
  end
  if word == "" and what then
    M.fail(play, "empty", { what = sentence("read.what." .. what, nil, play.language),
      words = all(play, words) })
  end
  M.unknown(play, what, word, words)
end

function M.need(play, what, text)
  if text == "" then M.fail(play, "nothing", { what = what }) end
  return text
end

return M
