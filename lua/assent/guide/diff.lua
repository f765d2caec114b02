-- diff.lua: two sentences word by word (Korean words: what stands between blanks).
-- "잠시 [-통화-] [+상담+] 가능하실까요?": [- -] is what the phrase says, [+ +] what the guide says.

local import, ipairs, math, table = import, ipairs, math, table
local _ENV <const> = nil

local template = import "assent/guide/template"

local M = {}

-- Length of the longest common run of words from a[i], b[j] on.
local function lengths(a, b, same)
  local at = {}
  for i = #a + 1, 1, -1 do
    at[i] = {}
    for j = #b + 1, 1, -1 do
      if i > #a or j > #b then
        at[i][j] = 0
      elseif same(a[i], b[j]) then
        at[i][j] = at[i + 1][j + 1] + 1
      else
        local down, right = at[i + 1][j], at[i][j + 1]
        at[i][j] = down > right and down or right
      end
    end
  end
  return at
end

local function joined(list)
  local out = {}
  for i, one in ipairs(list) do out[i] = one.text end
  return table.concat(out, " ")
end

local function parts_of(list)
  local out = {}
  for _, one in ipairs(list) do
    for _, part in ipairs(one.parts) do out[#out + 1] = part end
  end
  return out
end

local function whole(list)
  local bare, gaps = {}, {}
  for i, one in ipairs(list) do
    bare[i] = one.bare
    for _, gap in ipairs(one.gaps) do gaps[#gaps + 1] = gap end
  end
  return { bare = table.concat(bare), gaps = gaps }
end

local function cut(list, from, to) return table.move(list, from, to, 1, {}) end

local RUN_MAX = 8         -- words looked at for that, since it is tried for each pair of lengths

-- How many words of each begin (or end: at_end) the same but for their blanks.
local function alike(gone, new, at_end, known)
  for i = math.min(#gone, RUN_MAX), 1, -1 do
    for j = math.min(#new, RUN_MAX), 1, -1 do
      local a = at_end and cut(gone, #gone - i + 1, #gone) or cut(gone, 1, i)
      local b = at_end and cut(new, #new - j + 1, #new) or cut(new, 1, j)
      if template.matches(parts_of(a), whole(b), known) then return i, j end
    end
  end
  return 0, 0
end

-- What was replaced by what, without what differs in blanks alone.
local function add_replaced(out, gone, new, known)
  local i, j = alike(gone, new, false, known)
  if j > 0 then out[#out + 1] = joined(cut(new, 1, j)) end
  gone, new = cut(gone, i + 1, #gone), cut(new, j + 1, #new)
  i, j = alike(gone, new, true, known)
  local same = cut(new, #new - j + 1, #new)
  gone, new = cut(gone, 1, #gone - i), cut(new, 1, #new - j)
  if #gone > 0 then out[#out + 1] = "[-" .. joined(gone) .. "-]" end
  if #new > 0 then out[#out + 1] = "[+" .. joined(new) .. "+]" end
  if #same > 0 then out[#out + 1] = joined(same) end
end

-- ours: words of a template; theirs: words.list of a sentence of the guide
function M.words(ours, theirs, known)
  local function same(a, b) return template.matches(a.parts, b, known) end
  local at, out, i, j = lengths(ours, theirs, same), {}, 1, 1
  local gone, new = {}, {}
  local function flush()
    add_replaced(out, gone, new, known)
    gone, new = {}, {}
  end
  while i <= #ours or j <= #theirs do
    if i <= #ours and j <= #theirs and same(ours[i], theirs[j]) then
      flush()
      out[#out + 1] = theirs[j].text
      i, j = i + 1, j + 1
    elseif j > #theirs or (i <= #ours and at[i + 1][j] >= at[i][j + 1]) then
      gone[#gone + 1] = ours[i]
      i = i + 1
    else
      new[#new + 1] = theirs[j]
      j = j + 1
    end
  end
  flush()
  return table.concat(out, " ")
end

-- Two plain texts: a heading as a phrase names it, and as it is.
function M.plain(ours, theirs)
  local words = import "assent/guide/words"
  local function list(text)
    local out = words.list { cut = text, gaps = {} }
    for _, one in ipairs(out) do one.parts = { one.cut } end
    return out
  end
  return M.words(list(ours), list(theirs), {})
end

return M
