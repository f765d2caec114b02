-- places.lua: what sources name is in the guide, and sentences stand where they are said to.

local import, ipairs, table = import, ipairs, table
local _ENV <const> = nil

local diff = import "assent/guide/diff"
local ours = import "assent/guide/ours"
local words = import "assent/guide/words"

local names_title = ours.names_title

local function nearest(text, list)
  local best, like = nil, 0.4
  local of = words.pairs_of(words.bare(text))
  for _, one in ipairs(list) do
    local n = words.likeness(of, words.pairs_of(words.bare(one.text)))
    if n > like then best, like = one, n end
  end
  return best
end

-- A name in a source that no title has. Told once for all phrases that name it.
local function check_names(guide, phrases, tell)
  local missing, order = {}, {}
  for _, p in ipairs(phrases) do
    if not p.draft then
      for _, name in ipairs(p.source.names) do
        local known = false
        for _, title in ipairs(guide.titles) do
          known = known or words.bare(name):find(words.bare(title.text), 1, true) ~= nil
        end
        if not known then
          if not missing[name] then order[#order + 1] = name end
          missing[name] = missing[name] or {}
          table.insert(missing[name], p)
        end
      end
    end
  end
  local unnamed = {}
  for _, title in ipairs(guide.titles) do
    local named = false
    for _, p in ipairs(phrases) do named = named or names_title(p, title) end
    if not named then unnamed[#unnamed + 1] = title end
  end
  for _, name in ipairs(order) do
    local near = nearest(name, unnamed)
    tell:add("heading", near and "guide.heading_changed"
      or "guide.heading_gone", missing[name], near,
      { near and diff.plain(name, near.text) or "[-" .. name .. "-]" })
    if near then near.renamed = name end
  end
end

local function check_numbers(phrases, tell)
  local wrong, headings = {}, {}
  for _, p in ipairs(phrases) do
    for _, s in ipairs(p.sentences) do
      local heading = not p.draft and p.source.number and s.of and s.of.heading
      local _, _, n = ours.number:find(heading and heading.text or "")
      if n and n ~= p.source.number then
        if not wrong[heading] then headings[#headings + 1] = heading end
        wrong[heading] = wrong[heading] or {}
        table.insert(wrong[heading], p)
      end
    end
  end
  for _, heading in ipairs(headings) do
    tell:add("heading", "guide.number", wrong[heading], heading,
      { "[-" .. wrong[heading][1].source.number .. ")-] [+" .. heading.text .. "+]" })
  end
end

-- Is what became of the quote told with a sentence or a title that changed?
local function is_told(quote, guide, p)
  for _, s in ipairs(p.sentences) do
    if (s.taken or not s.of) and s.text:find(quote, 1, true) then return true end
  end
  for _, title in ipairs(guide.titles) do
    if title.renamed and title.renamed:find(quote, 1, true) then return true end
  end
  return p.told_quote == quote
end

-- Words that a source quotes stand in the guide.
local function check_quotes(guide, phrases, tell)
  local all = table.concat(guide.all, "\n")
  for _, p in ipairs(phrases) do
    for _, quote in ipairs(p.source.quotes) do
      if not all:find(words.of_guide(quote).bare, 1, true) and not is_told(quote, guide, p) then
        tell:add("source", "guide.quote", { p }, nil,
          { "[-" .. quote .. "-]" })
      end
    end
  end
end

-- ---- places: under which title, in which order ----

local function check_titles(phrases, tell)
  for _, p in ipairs(phrases) do
    for _, s in ipairs(p.sentences) do
      local g = not p.draft and s.of
      if g and g.title and not g.title.renamed and not names_title(p, g.title) then
        tell:add("moved", "guide.moved", { p }, g, { g.text })
      end
    end
  end
end

-- What is out of order: all but a longest row that is in order.
local function strays(row)
  local best, before, last = {}, {}, nil
  for i = 1, #row do
    best[i] = 1
    for j = 1, i - 1 do
      if row[j].rank <= row[i].rank and best[j] + 1 > best[i] then
        best[i], before[i] = best[j] + 1, j
      end
    end
    if not last or best[i] > best[last] then last = i end
  end
  local kept, out = {}, {}
  while last do
    kept[last] = true
    last = before[last]
  end
  for i, one in ipairs(row) do
    if not kept[i] then out[#out + 1] = one end
  end
  return out
end

-- Sentences under one title against the order in which a flow says the phrases, and within each.
local function check_order(guide, flows, tell)
  local rows, titles = {}, {}
  for _, g in ipairs(guide.sentences) do
    for _, s in ipairs(g.said_by) do
      if g.title and s.of == g and not s.phrase.draft and names_title(s.phrase, g.title) then
        if not rows[g.title] then titles[#titles + 1] = g.title end
        rows[g.title] = rows[g.title] or {}
        table.insert(rows[g.title], { g = g, s = s })
      end
    end
  end
  local told = {}
  local function tell_strays(row)
    for _, one in ipairs(strays(row)) do
      if not told[one.g] then
        told[one.g] = true
        tell:add("moved", "guide.order", { one.s.phrase }, one.g, { one.g.text })
      end
    end
  end
  for _, title in ipairs(titles) do
    for _, flow in ipairs(flows) do
      local row = {}
      for _, one in ipairs(rows[title]) do
        local rank = flow.says[one.s.phrase.id]
        if rank then row[#row + 1] = { g = one.g, s = one.s, rank = rank * 1000 + one.s.i } end
      end
      tell_strays(row)
    end
  end
end

-- tell: a teller of guide.lua
return {
  check = function(guide, phrases, flows, tell)
    check_names(guide, phrases, tell)
    check_numbers(phrases, tell)
    check_quotes(guide, phrases, tell)
    check_titles(phrases, tell)
    check_order(guide, flows, tell)
  end,
}
