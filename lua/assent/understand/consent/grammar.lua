-- Patterns made of named pieces: <name> calls a piece that was given before. Layout is free
-- (PCRE2's x mode): a blank in a text is written [ ].

local pattern, error, ipairs, concat = pattern, error, ipairs, table.concat
local _ENV <const> = {}

local M = {}

local call = "<([%w_]+)>"

---@param pieces table  grows: in order, each piece {name, source} under its number and its name
---@param list string[] name, source, name, source …
function M.define(pieces, list)
  for i = 1, #list, 2 do
    pieces[#pieces + 1] = { name = list[i], source = list[i + 1] }
    pieces[list[i]] = pieces[#pieces]
  end
end

local function mark_needed(pieces, source, needed)
  for name in source:gmatch(call) do
    local piece = pieces[name] or error("no piece of the grammar is called " .. name, 0)
    if not needed[name] then
      needed[name] = true
      mark_needed(pieces, piece.source, needed)
    end
  end
end

local function expanded(source)
  return (source:gsub(call, "(?&%1)"))
end

---The pieces stand behind the pattern, so that its own groups are numbered first.
---@return any pattern
function M.compile(pieces, source)
  local needed, parts = {}, { "(?x)", expanded(source), "(?(DEFINE)" }
  mark_needed(pieces, source, needed)
  for _, piece in ipairs(pieces) do
    if needed[piece.name] then
      parts[#parts + 1] = "(?<" .. piece.name .. ">" .. expanded(piece.source) .. ")"
    end
  end
  parts[#parts + 1] = ")"
  return pattern(concat(parts, "\n"))
end

return M
