-- guide.lua: what a Help Center article says and our phrases do not, and the reverse, for
-- `assent guide diff`.
--
-- Compared are the scripts: what stands in a section of which a phrase says a sentence, and what
-- stands below a title in any other section that is called one of scripts (스크립트). Principles and
-- tables of cases are not: no phrase says them.

local import, ipairs, math, pairs, pattern, table, type =
  import, ipairs, math, pairs, pattern, table, type
local _ENV <const> = nil

local article = import "assent/guide/article"
local diff = import "assent/guide/diff"
local ours = import "assent/guide/ours"
local places = import "assent/guide/places"
local template = import "assent/guide/template"
local words = import "assent/guide/words"

local names_title = ours.names_title

local SENTENCES_MAX = 3000
local LETTER_BYTES = 3     -- of a Korean syllable
local ALIKE = 0.5          -- two sentences more alike than this are one that was changed

-- ---- who says what ----

-- The sentences by their first letter, so that not each is held against each.
local function by_letter(guide)
  local out = {}
  for _, g in ipairs(guide.sentences) do
    local letter = g.bare:sub(1, LETTER_BYTES)
    out[letter] = out[letter] or {}
    table.insert(out[letter], g)
  end
  return out
end

-- Sentences that are the same; of several, what its source names comes first.
local function pair_same(guide, phrases, known)
  local count, letters = 0, by_letter(guide)
  for _, p in ipairs(phrases) do
    for _, s in ipairs(p.sentences) do
      local first = s.parts[1]
      local among = type(first) == "string" and #first >= LETTER_BYTES
        and (letters[first:sub(1, LETTER_BYTES)] or {}) or guide.sentences
      for _, g in ipairs(among) do
        if template.matches(s.parts, g, known) then
          if not s.of or (names_title(p, g.title) and not names_title(p, s.of.title)) then
            s.of = g
          end
          g.said_by[#g.said_by + 1] = s
          if not p.draft then g.heading.matched = g.heading.matched + 1 end
          count = count + 1
        end
      end
    end
  end
  return count
end

-- Is the sentence said by a phrase that means this place?
local function is_claimed(g)
  for _, s in ipairs(g.said_by) do
    if not g.title or names_title(s.phrase, g.title) then return true end
  end
  return false
end

local scripts = pattern "스크립트"
local function in_scope(g)
  return g.heading.matched > 0
    or (g.title and g.columns < 2 and scripts:test(g.heading.text))
end

-- A note to the agent is known if a source quotes it whole.
local function is_quoted(text, phrases)
  local bare = words.bare(text)
  for _, p in ipairs(phrases) do
    for _, quote in ipairs(p.source.quotes) do
      if words.bare(quote) == bare then return p end
    end
  end
end

-- ---- what is told ----

local teller = {}

local function refs(list)
  local out, seen = {}, {}
  for _, p in ipairs(list) do
    if not seen[p.id] then
      seen[p.id] = true
      out[#out + 1] = { id = p.id, line = p.line }
    end
  end
  table.sort(out, function(a, b) return a.line < b.line end)
  return out
end

-- kind: the word in [ ]; place: in the guide, or nil; lines: what is shown below
function teller:add(kind, what, phrases, where, lines)
  local found = where and article.place(where) or {}
  self[#self + 1] = { kind = kind, what = what, phrases = refs(phrases), at = found.at,
    line = found.line, lines = lines or {} }
end

-- In the order of the guide; behind it, of our file, what has no place there.
function teller:in_order()
  local out = {}
  for i, one in ipairs(self) do
    one.n = i
    out[i] = one
  end
  table.sort(out, function(a, b)
    if (a.line or math.huge) ~= (b.line or math.huge) then
      return (a.line or math.huge) < (b.line or math.huge)
    end
    return a.n < b.n
  end)
  return out
end

-- ---- sentences that changed ----

local function joined(list, key, between)
  local out = {}
  for i, one in ipairs(list) do out[i] = one[key] end
  return table.concat(out, between or " ")
end

local function joined_words(list)
  local out = {}
  for _, s in ipairs(list) do
    for _, w in ipairs(s.words) do out[#out + 1] = w end
  end
  return out
end

-- Runs of one or two neighbours that have no partner.
local function runs(list, is_free, follows)
  local out = {}
  for i, one in ipairs(list) do
    if is_free(one) then
      out[#out + 1] = { one }
      local next_one = list[i + 1]
      if next_one and is_free(next_one) and follows(one, next_one) then
        out[#out + 1] = { one, next_one }
      end
    end
  end
  return out
end

local function pairs_of_run(run)
  if #run == 1 then return run[1].pairs end
  return words.pairs_of(joined(run, "likened", ""))
end

local function candidates(said, theirs)
  local out = {}
  for _, a in ipairs(said) do
    for _, b in ipairs(theirs) do
      local meant = names_title(a[1].phrase, b[1].title)
      if (#a == 1 or #b == 1) and (meant or not b[1].said_by[1]) then
        local like = words.likeness(pairs_of_run(a), pairs_of_run(b))
        if like > ALIKE then
          out[#out + 1] = { a = a, b = b, like = like + (meant and 0.2 or 0), n = #out }
        end
      end
    end
  end
  table.sort(out, function(x, y)
    if x.like ~= y.like then return x.like > y.like end
    return x.n < y.n
  end)
  return out
end

local function is_free(run)
  for _, one in ipairs(run) do
    if one.taken then return false end
  end
  return true
end

-- Best first: each sentence once; a copy of a phrase's sentence in another phrase goes with it.
local function pair_changed(guide, phrases, tell, known)
  local said, open = {}, {}
  for _, p in ipairs(phrases) do
    if not p.draft then
      for _, s in ipairs(p.sentences) do said[#said + 1] = s end
    end
  end
  for _, g in ipairs(guide.sentences) do
    if in_scope(g) and not g.is_note then
      open[#open + 1] = g
      g.likened, g.pairs = g.bare, words.pairs_of(g.bare)
    end
  end
  local a = runs(said, function(s) return not s.of end,
    function(s, t) return s.phrase == t.phrase end)
  local b = runs(open, function(g) return not is_claimed(g) end,
    function(g, h) return g.title == h.title and g.heading == h.heading end)
  for _, found in ipairs(candidates(a, b)) do
    if is_free(found.a) and is_free(found.b) then
      for _, s in ipairs(found.a) do s.taken = true end
      for _, g in ipairs(found.b) do g.taken = true end
      tell:changed(found, phrases, known)
    end
  end
  return said, open
end

function teller:changed(found, phrases, known)
  local said = { found.a[1].phrase }
  local text = joined(found.a, "text")
  for _, p in ipairs(phrases) do
    local whole = joined(p.sentences, "text")
    if p ~= said[1] and whole:find(text, 1, true) then
      said[#said + 1] = p
      for _, s in ipairs(p.sentences) do s.taken = s.taken or text:find(s.text, 1, true) ~= nil end
    end
  end
  local theirs = words.list(words.of_guide(joined(found.b, "text")))
  local what = #found.a > 1 and "guide.joined"
    or #found.b > 1 and "guide.cut" or "guide.changed"
  self:add("changed", what, said, found.b[1], { diff.words(joined_words(found.a), theirs, known) })
end

-- ---- sentences that one side alone has ----

local function only_theirs(open, guide, phrases, tell)
  for _, g in ipairs(open) do
    if not g.said_by[1] and not g.taken and not is_quoted(g.text, phrases) then
      tell:add("added", "guide.added", {}, g, { "[+" .. g.text .. "+]" })
    end
  end
  local told = {}
  for _, g in ipairs(guide.sentences) do
    if g.is_note and in_scope(g) and not told[g.bare] and not is_quoted(g.text, phrases)
      and not g.said_by[1] then
      told[g.bare] = true
      tell:note(g, phrases)
    end
  end
end

-- A note's nearest quote, if there is one.
function teller:note(g, phrases)
  local best, like, quote = nil, ALIKE, nil
  local of = words.pairs_of(words.bare(g.text))
  for _, p in ipairs(phrases) do
    for _, one in ipairs(p.source.quotes) do
      local n = words.likeness(of, words.pairs_of(words.bare(one)))
      if n > like then best, like, quote = p, n, one end
    end
  end
  if best then
    best.told_quote = quote
    self:add("note", "guide.note_changed", { best }, g, { diff.plain(quote, g.text) })
  else
    self:add("note", "guide.note_added", {}, g,
      { "[+" .. g.text .. "+]" })
  end
end

local function only_ours(said, tell)
  local told = {}
  for _, s in ipairs(said) do
    if not s.of and not s.taken and not told[s.text] then
      told[s.text] = true
      local also = {}
      for _, other in ipairs(said) do
        if other.text == s.text then also[#also + 1] = other.phrase end
      end
      tell:add("gone", "guide.gone", also, nil, { "[-" .. s.text .. "-]" })
    end
  end
end

-- ---- all of it ----

local M = {}

-- page: { text } or { blocks }; mine: { phrases = { { id, line, draft, source, parts } … },
-- known = { party, topic }, flows = { source … } }. -> { findings, sentences, said } or { error },
-- told by codes of src/sentences_tools.c
function M.diff(page, mine)
  local phrases, flows = ours.phrases(mine.phrases, mine.known), {}
  for i, source in ipairs(mine.flows) do flows[i] = ours.flow(source) end
  local guide = article.read(page, ours.titles(phrases))
  if #guide.sentences > SENTENCES_MAX then
    return { error = { code = "guide.too_long", values = { n = #guide.sentences } } }
  end
  if pair_same(guide, phrases, mine.known) == 0 then
    return { error = { code = "guide.no_sentence" } }
  end
  local tell = {}
  for name, f in pairs(teller) do tell[name] = f end
  local said, open = pair_changed(guide, phrases, tell, mine.known)
  only_theirs(open, guide, phrases, tell)
  only_ours(said, tell)
  places.check(guide, phrases, flows, tell)
  local found = tell:in_order()
  return { findings = found[1] and found or nil, sentences = #open, said = #said }
end

return M
