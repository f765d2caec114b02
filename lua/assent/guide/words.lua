-- words.lua: one spelling for guide and phrases, their sentences, and the gaps of the guide.
--
-- No difference between guide and phrases are: white space of any kind and amount, line breaks,
-- list marks, bold, HTML entities, composed and decomposed Hangul (html.c, markdown.lua and
-- guide_cli.c have seen to these), the form of quotation marks, dashes and dots (… and ...),
-- full-width signs, characters of no width, and quotation marks at the ends of a sentence.

local ipairs, pairs, pattern, table, utf8 = ipairs, pairs, pattern, table, utf8
local _ENV <const> = nil

local M = {}

-- ---- spelling ----

local same = {
  { pattern "[“”„‟＂«»「」『』]", '"' }, { pattern "[‘’‚‛＇]", "'" }, { pattern "…|⋯", "..." },
  { pattern "[‐‑‒–—―−]", "-" }, { pattern "？", "?" }, { pattern "！", "!" }, { pattern "，", "," },
  { pattern "．", "." }, { pattern "（", "(" }, { pattern "）", ")" }, { pattern "[～〜]", "~" },
  { pattern "[\u{200B}-\u{200F}\u{2060}\u{FEFF}\u{AD}]", "" },
  { pattern [[[^\S\n\f]+]], " " },
}

function M.spelling(text)
  for _, one in ipairs(same) do text = one[1]:gsub(text, one[2]) end
  return text
end

local space = pattern [[\s+]]
function M.bare(text) return (space:gsub(text, "")) end

-- ---- gaps: what stands in the guide where a phrase has a placeholder ----

M.blank, M.date = "\u{E000}", "\u{E001}"

local gap = pattern(
  [[(\d+월\s*\d+일|[O○0]{1,2}월\s*[O○0]{1,2}일)|]]
  .. [[(?:(?<![A-Za-z])O{2,}(?![A-Za-z])|[○◯]{2,}|_{2,}|□{2,})(?:\(([^()\n]{1,40})\))?]])

-- "0월 0일 OO(출발지)" -> "\u{E001} \u{E000}",
--   { { text = "0월 0일" }, { text = "OO(출발지)", hint = "출발지" } }
local function cut_gaps(text)
  local out, gaps, from = {}, {}, 1
  while true do
    local first, last, date, hint = gap:find(text, from)
    if not first then break end
    out[#out + 1] = text:sub(from, first - 1)
    out[#out + 1] = date and M.date or M.blank
    gaps[#gaps + 1] = { text = text:sub(first, last), hint = hint or nil }
    from = last + 1
  end
  out[#out + 1] = text:sub(from)
  return table.concat(out), gaps
end

-- ---- sentences ----

-- An end of a sentence, the beginning of a note to the agent ("* 인입한 …", "※ …"), of a list's item.
local boundary = pattern(
  [[(\f)|(?:^|(?<=\s))([*※])(?=\s)|(?<=[\p{L}\p{N}\p{Co})])[.?!]+["')]*(?=\s|$|\p{Hangul})]])
local edge = pattern [[^[\s"'*•·-]+|[\s"']+$]]

-- text -> { { text = …, is_note = … }, … }; a text that is no note has no marks to find
function M.sentences(text)
  local out, from, at, is_note = {}, 1, 1, false
  local function add(last)
    local one = edge:gsub(space:gsub(text:sub(from, last), " "), "")
    if one ~= "" then out[#out + 1] = { text = one, is_note = is_note } end
    is_note = false
  end
  while at <= #text do
    local first, last, item, note = boundary:find(text, at)
    if not first then break end
    if item or note then
      add(first - 1)
      is_note = not not note
    else
      add(last)
    end
    from, at = last + 1, last + 1
  end
  add(#text)
  return out
end

-- A sentence of the guide as it is compared.
function M.of_guide(text)
  local cut, gaps = cut_gaps(text)
  return { text = text, cut = cut, bare = M.bare(cut), gaps = gaps }
end

-- Its words, each with its gaps: { { cut = "\u{E000}입니다.", gaps = {…}, text = "OOO입니다." }, … }
local word = pattern [[\S+]]
local mark = pattern "[\u{E000}\u{E001}]"
function M.list(guide)
  local out, from, n = {}, 1, 0
  while true do
    local first, last = word:find(guide.cut, from)
    if not first then return out end
    local one = { cut = guide.cut:sub(first, last), gaps = {} }
    local shown, at = {}, 1
    while true do
      local a, b = mark:find(one.cut, at)
      if not a then break end
      n = n + 1
      one.gaps[#one.gaps + 1] = guide.gaps[n]
      shown[#shown + 1] = one.cut:sub(at, a - 1) .. guide.gaps[n].text
      at = b + 1
    end
    one.text = table.concat(shown) .. one.cut:sub(at)
    one.bare = one.cut
    out[#out + 1] = one
    from = last + 1
  end
end

-- ---- likeness: pairs of characters that both have, 0..1 ----

function M.pairs_of(bare)
  local out, n, before = {}, 0, nil
  for _, c in utf8.codes(bare) do
    if before then
      local key = before << 21 | c
      out[key] = (out[key] or 0) + 1
      n = n + 1
    end
    before = c
  end
  return { count = out, n = n }
end

function M.likeness(a, b)
  local both = 0
  local few, many = a, b
  if a.n > b.n then few, many = b, a end
  for key, n in pairs(few.count) do
    local m = many.count[key]
    if m then both = both + (n < m and n or m) end
  end
  return a.n + b.n > 0 and 2 * both / (a.n + b.n) or 0
end

return M
