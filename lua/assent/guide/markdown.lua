-- markdown.lua: a guide in Markdown or plain text as blocks, of the same form as src/html.h gives.

local ipairs, pattern, setmetatable, table, tonumber, utf8 =
  ipairs, pattern, setmetatable, table, tonumber, utf8
local _ENV <const> = nil

local entities = { nbsp = "\u{A0}", amp = "&", lt = "<", gt = ">", quot = '"', apos = "'" }

local rule = pattern [[^\s*[-=*_─━]{3,}\s*$|^\s*\*\*[─━]+\*\*\s*$]]
local underline = pattern [[^\s*(?:-{3,}|={3,})\s*$]]
local hashes = pattern [[^\s{0,3}(#{1,6})\s+]]
local numbered = pattern [[^\d+\)\s*\S[^.?!]*$]]   -- "3) 상황별 응대 스크립트" in plain text
local item = pattern [[^(?:\s*(?:[-+*•·]|\d+\.)\s+)+(?:#{1,6}\s+)?]]
local only_dashes = pattern [[^[\s|:-]*$]]
local entity = pattern [[&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([a-z]{2,6}));]]
local link = pattern [==[\[((?:\\.|[^\[\]\\]|\[[^\[\]]*\])*)\]\([^()\s]*\)]==]
local whole_bold = pattern [[^\s*(?:\*\*|__)(?:(?!\*\*|__).)+(?:\*\*|__)\s*$]]
local marks = pattern [[\*\*|__]]
local escaped = pattern [[\\([\\`*_{}\[\]()#+.!|<>~-])]]
local line_break = pattern [[(?i)<br\s*/?>]]

-- Every match of p replaced by what by(first, last, groups...) gives.
local function replace(p, text, by)
  local out, from = {}, 1
  while true do
    local found = table.pack(p:find(text, from))
    if not found[1] then break end
    out[#out + 1] = text:sub(from, found[1] - 1)
    out[#out + 1] = by(table.unpack(found, 1, found.n))
    from = found[2] + 1
  end
  out[#out + 1] = text:sub(from)
  return table.concat(out)
end

local function decode(_, _, decimal, hex, name)
  local code = decimal and tonumber(decimal) or hex and tonumber(hex, 16)
  if code then
    local is_one = code > 0 and code < 0x110000 and (code < 0xD800 or code > 0xDFFF)
    return is_one and utf8.char(code) or ""
  end
  return entities[name] or "&" .. name .. ";"
end

-- The words as a reader sees them, and whether all of them are bold.
local function plain(text)
  local is_bold = whole_bold:test(text)
  text = line_break:gsub(text, "\n")
  text = replace(link, text, function(_, _, words) return words end)
  is_bold = is_bold or whole_bold:test(text)
  text = marks:gsub(text, "")
  text = replace(escaped, text, function(_, _, c) return c end)
  return replace(entity, text, decode), is_bold
end

-- "| a | b \| c |" -> { "a", "b \| c" }
local function cells(line)
  local out, from = {}, line:find("|", 1, true) + 1
  for at = from, #line do
    if line:sub(at, at) == "|" and line:sub(at - 1, at - 1) ~= "\\" then
      out[#out + 1] = line:sub(from, at - 1)
      from = at + 1
    end
  end
  local rest = line:sub(from)
  if rest:find("%S") then out[#out + 1] = rest end
  return out
end

local function lines_of(text)
  local out = {}
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do out[#out + 1] = line end
  return out
end

local reader = {}
reader.__index = reader

function reader:add(text, line, heading, columns)
  local words, is_bold = plain(text)
  if not words:find("%S") then return end
  self.blocks[#self.blocks + 1] =
    { text = words, line = line, heading = heading, bold = is_bold, columns = columns }
end

function reader:end_paragraph(heading)
  if self.lines then self:add(table.concat(self.lines, "\n"), self.from, heading or 0, 0) end
  self.lines = nil
end

function reader:table_row(line, number)
  self:end_paragraph()
  if only_dashes:test(line) then return end
  local row = cells(line)
  for _, cell in ipairs(row) do self:add(cell, number, 0, #row) end
end

function reader:text_line(line, number)
  local _, behind, level = hashes:find(line)
  local _, behind_item = item:find(line)
  if level then
    self:end_paragraph()
    self:add(line:sub(behind + 1), number, #level, 0)
    return
  end
  if numbered:test(line) then
    self:end_paragraph()
    self:add(line, number, 3, 0)
    return
  end
  if behind_item then
    self:end_paragraph()
    line = line:sub(behind_item + 1)
  end
  if not self.lines and whole_bold:test(line) then
    self:add(line, number, 0, 0)
    return
  end
  self.lines = self.lines or {}
  self.from = #self.lines == 0 and number or self.from
  self.lines[#self.lines + 1] = line
end

local M = {}

-- text: without a BOM, NFC
function M.blocks(text)
  local r = setmetatable({ blocks = {} }, reader)
  for number, line in ipairs(lines_of(text)) do
    if line:find("^%s*|") then
      r:table_row(line, number)
    elseif r.lines and underline:test(line) then
      r:end_paragraph(2)
    elseif rule:test(line) or not line:find("%S") then
      r:end_paragraph()
    else
      r:text_line(line, number)
    end
  end
  r:end_paragraph()
  return r.blocks
end

return M
