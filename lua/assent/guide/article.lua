-- article.lua: the guide's titles and sentences, each with its place.

local import, ipairs, pattern, table = import, ipairs, pattern, table
local _ENV <const> = nil

local markdown = import "assent/guide/markdown"
local words = import "assent/guide/words"

local M = {}

local trim = pattern [[^\s+|\s+$]]
local ends = pattern [=[[.?!]["')]*\s*$]=]

-- article: { text } (Markdown or plain) or { blocks } (src/html.h); is_title: whether a text that
-- does not look like one is a title
function M.read(article, is_title)
  local guide = { titles = {}, sentences = {}, all = {} }
  local heading, title = { text = "", matched = 0 }, nil      -- above the first one
  for _, block in ipairs(article.blocks or markdown.blocks(article.text)) do
    local text = words.spelling(block.text)
    local bare = words.of_guide(text).bare
    guide.all[#guide.all + 1] = bare
    if block.heading > 0 and bare ~= "" then
      heading = { text = trim:gsub(text, ""), line = block.line, matched = 0 }
      title = nil
    elseif block.columns < 2 and bare ~= "" and
      ((block.bold and not ends:test(text)) or is_title(text)) then
      title = { text = trim:gsub(text, ""), line = block.line, heading = heading }
      guide.titles[#guide.titles + 1] = title
    else
      for _, one in ipairs(words.sentences(text)) do
        local s = words.of_guide(one.text)
        s.heading, s.title, s.line, s.columns = heading, title, block.line, block.columns
        s.is_note, s.n, s.said_by = one.is_note, #guide.sentences + 1, {}
        guide.sentences[s.n] = s
      end
    end
  end
  return guide
end

-- Where a sentence or title stands: { at = "3) 상황별 응대 스크립트 › [호출자 OB] …", line }
function M.place(s)
  local names = {}
  if s.heading and s.heading.text ~= "" then names[1] = s.heading.text end
  if s.title then names[#names + 1] = s.title.text end
  return { at = table.concat(names, " › "), line = s.line }
end

return M
