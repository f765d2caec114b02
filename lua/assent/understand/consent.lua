-- Consent answers: grant, deny or unclear, from the text alone.
--
-- A grant is a whole text that the grammar of consent_yes.lua can account for, letter by letter: a
-- false grant is the worst error of this product, so what is not understood is never one. A refusal
-- is a whole sentence of consent_no.lua with nothing beside it that takes it back.

local import, pattern, utf8, concat, pcall = import, pattern, utf8, table.concat, pcall
local _ENV <const> = {}

local yes = import "assent/understand/consent_yes"
local no = import "assent/understand/consent_no"
local foreign = import "assent/understand/consent_foreign"

local longest <const> = 600 -- bytes, some 180 syllables: an answer is shorter
local most_words <const> = 25 -- of a sentence whose parts are tried
local shown <const> = 60 -- characters of the deciding words

local question = pattern "[?¿؟]"
local sentence = pattern "[^.!~?,\\n]+[.!~?,]*"
local word = pattern "[^ ]+"
-- Words that end a sentence or a reason, so that what follows may stand by itself.
local ends = pattern "(?:[요다죠네까야냐어음임함데고서만용여유라]|니까|세여|셔|잖아|구|씨|아니|거든)[.!~?,ㅠㅜㅋㅎ;]*$"

local function quote(text)
  local n = utf8.len(text)
  if n and n > shown then text = text:sub(1, utf8.offset(text, shown + 1) - 1) .. "…" end
  return "'" .. text .. "'"
end

local function grants(w)
  local t = w.plain
  return yes.bare:test(t) or yes.asked:test(t) or yes.no_matter:test(t) or yes.sentence:test(t)
    or foreign.yes:test(w.tight)
end

local function join(words, from, to)
  return concat(words, " ", from, to)
end

local function refuses(t)
  return no.sentence:test(t) or no.bare:test(t)
end

-- The words of a sentence that refuse: all of them, or the last or first ones where what is left
-- ends as a sentence does. Returns them and what is left.
local function refusal_in(words)
  local n = #words
  if refuses(join(words, 1, n)) then return 1, n end
  if n > most_words then return nil end
  for i = 2, n do
    if ends:test(words[i - 1]) and no.sentence:test(join(words, i, n)) then return i, n end
  end
  for i = n - 1, 1, -1 do
    if no.sentence:test(join(words, 1, i)) then return 1, i end
  end
end

local function split(text)
  local words, at = {}, 1
  while true do
    local from, to = word:find(text, at)
    if not from then return words end
    words[#words + 1] = text:sub(from, to)
    at = to + 1
  end
end

-- The refusing words and the rest of the text; nil: there are none.
local function refusal(plain)
  local at, found, rest = 1, nil, ""
  while true do
    local from, to = sentence:find(plain, at)
    if not from then return found, rest end
    local one = plain:sub(from, to)
    local words = split(one)
    local first, last
    if not found and not question:test(one) then first, last = refusal_in(words) end
    if first then
      found = one
      rest = rest .. join(words, 1, first - 1) .. "|" .. join(words, last + 1, #words)
    else
      rest = rest .. "|" .. join(words, 1, #words)
    end
    at = to + 1
  end
end

local function denies(w)
  if foreign.no:test(w.tight) then return w.plain end
  if not no.seen:test(w.tight) then return nil end
  if refuses(w.plain) then return w.plain end
  local found, rest = refusal(w.plain)
  if found and not no.doubt:test(rest) then return found end
end

local function decided(label, words)
  return { label = label, why = quote(words), words = words }
end

local function decide(w)
  if w.tight == "" then return { label = "unclear", why = "빈 글" } end
  if #w.plain > longest then return { label = "unclear", why = "답으로 읽기에는 긴 글" } end
  local asks = question:test(w.tight)
  if not asks and grants(w) then return decided("grant", w.plain) end
  local refused = denies(w)
  if refused then return decided("deny", refused) end
  if asks then return { label = "unclear", why = "물음: " .. quote(w.plain) } end
  return { label = "unclear", why = "분명한 대답이 아님: " .. quote(w.plain) }
end

-- A search that goes beyond its limit has understood nothing.
local function read(w)
  local fine, answer = pcall(decide, w)
  return fine and answer or { label = "unclear", why = "풀이하기에는 복잡한 글" }
end

return { read = read, decided = decided, longest = longest }
