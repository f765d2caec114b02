-- graph_boxes.lua: the boxes of a flow's picture, and its texts, as elements of SVG.

---@class Element
---@field tag string
---@field attrs table?
---@field text string?
---@field items Element[]?

local ipairs, math, sentence, string, table, unicode, utf8 =
  ipairs, math, sentence, string, table, unicode, utf8
local _ENV <const> = nil

local BOX, SIDE, PILL = 264, 232, 168 -- widths: a wait, one beside the column, an end
local PAD, LINE, PORT = 10, 18, 20    -- a line of text; between lines that leave a box
local TEXT, LABEL, SMALL = 13, 12, 11 -- type sizes, as in console/graph.css

-- ---- text ----

-- Wider than any usual font draws it, so that nothing runs out of its box.
local function measure(text, size)
  local wide = unicode.width(text) - utf8.len(text)
  return math.ceil((wide * 0.98 + (utf8.len(text) - wide) * 0.6) * size)
end

local function characters(text)
  local out = {}
  for _, code in utf8.codes(text) do out[#out + 1] = utf8.char(code) end
  return out
end

-- At most `most` lines; broken between words where one can, and "…" where more was to come.
local function wrap(text, width, size, most)
  local lines, line, last_blank = {}, "", nil
  local chars, i = characters(text), 1
  while i <= #chars do
    if measure(line .. chars[i], size) > width then
      if #lines == most - 1 then
        lines[#lines + 1] = line .. "…"
        return lines
      end
      if last_blank then
        lines[#lines + 1] = string.sub(line, 1, last_blank - 1)
        line = string.sub(line, last_blank + 1)
      else
        lines[#lines + 1], line = line, ""
      end
      last_blank = nil
    end
    line = line .. chars[i]
    if chars[i] == " " then last_blank = #line end
    i = i + 1
  end
  lines[#lines + 1] = line
  return lines
end

local function fit(text, width, size) return wrap(text, width, size, 1)[1] end

-- ---- elements ----

local function tag(name, attrs, items, text)
  return { tag = name, attrs = attrs, items = items, text = text }
end

local function words(x, y, text, class, anchor)
  return tag("text", { x = x, y = y, class = class, ["text-anchor"] = anchor }, nil, text)
end

-- A box whose corners are cut.
local function octagon(x, y, w, h, cut)
  local r, low = x + w, y + h
  local points = { x + cut, y, r - cut, y, r, y + cut, r, low - cut, r - cut, low, x + cut, low,
    x, low - cut, x, y + cut }
  return table.concat(points, " ")
end

local function frame(box, kind)
  local x, y, w, h = box.x, box.y, box.w, box.h
  if kind == "consent" then
    return tag("polygon", { points = octagon(x, y, w, h, 12), class = "frame" })
  end
  return tag("rect", { x = x, y = y, width = w, height = h, class = "frame",
    rx = kind == "confirm" and 14 or kind == "pill" and h // 2 or 3 })
end

-- ---- boxes ----

local function say(graph, code, values)
  return sentence("graph." .. code, values, graph.language)
end

local function node_box(node, w, ports)
  local lines = node.text ~= "" and wrap(node.text, w - 2 * PAD - 4, TEXT, 2) or {}
  local h = 28 + #lines * LINE + (#node.phrases > 0 and 16 or 0) + (node.opens and 20 or 0) + 6
  return { node = node, lines = lines, w = w, h = math.max(h, ports * PORT + 14) }
end

local function head_of(node)
  return node.what .. (node.who ~= "" and " · " .. node.who or "")
end

local function full_text(node, graph)
  local out = { head_of(node) .. " (" .. graph.file .. ":" .. node.line .. ")" }
  for _, id in ipairs(node.phrases) do
    out[#out + 1] = "say." .. id .. ": " .. graph.phrases[id].text
  end
  if #node.phrases == 0 and node.text ~= "" then out[#out + 1] = node.text end
  if node.opens then out[#out + 1] = say(graph, "opens", { what = node.opens }) end
  if node.within then out[#out + 1] = say(graph, "waits", { span = node.within }) end
  return table.concat(out, "\n")
end

local function draw_node(box, graph)
  local node, x, y = box.node, box.x + PAD + 2, box.y + 19
  local place = say(graph, "line", { line = node.line })
  local items = { tag("title", nil, nil, full_text(node, graph)), frame(box, node.kind),
    words(x, y, fit(head_of(node), box.w - 3 * PAD - measure(place, SMALL), TEXT), "head"),
    words(box.x + box.w - PAD - 2, y, place, "place", "end") }
  for _, line in ipairs(box.lines) do
    y = y + LINE
    items[#items + 1] = words(x, y, line, "said")
  end
  if #node.phrases > 0 then
    y = y + 16
    items[#items + 1] =
      words(x, y, fit(table.concat(node.phrases, ", "), box.w - 2 * PAD, SMALL), "phrase")
  end
  if node.opens then
    y = y + 18
    local opens = say(graph, "opens", { what = node.opens })
    items[#items + 1] = words(x, y, fit(opens, box.w - 2 * PAD - 4, LABEL), "opens")
  end
  return tag("g", { class = "node " .. node.kind, ["data-line"] = node.line,
    ["data-id"] = node.id }, items)
end

local function end_box(one, graph)
  local lines = { one.word }
  if one.kind == "parked" then
    local parked = say(graph, "parked_at", { line = one.line, why = one.text })
    lines = wrap(parked, PILL - 2 * PAD, LABEL, 3)
  elseif one.kind == "closed" and one.word ~= one.text then
    lines[2] = one.text
  end
  return { done = one, lines = lines, w = PILL, h = 12 + #lines * 16 }
end

local function draw_end(box)
  local one = box.done
  local whole = one.word .. (one.kind ~= "done" and ": " .. one.text or "")
  local items = { tag("title", nil, nil, whole),
    frame(box, one.kind == "parked" and "box" or "pill") }
  for i, line in ipairs(box.lines) do
    local small = i > 1 and one.kind == "closed"
    items[#items + 1] = words(box.x + box.w // 2, box.y + 2 + i * 16,
      fit(line, box.w - 2 * PAD, small and SMALL or LABEL), small and "phrase" or "outcome",
      "middle")
  end
  return tag("g", { class = "end " .. one.kind, ["data-line"] = one.line }, items)
end

local function start_box(part, graph)
  local lines = { part.handler == "" and say(graph, "start") or part.title }
  for _, line in ipairs(part.handler == "" and graph.opens or {}) do
    for _, piece in ipairs(wrap(line, BOX - 4 * PAD, LABEL, 3)) do lines[#lines + 1] = piece end
  end
  return { start = part, lines = lines, w = BOX, h = 12 + #lines * LINE }
end

local function draw_start(box)
  local items = { tag("title", nil, nil, table.concat(box.lines, "\n")),
    tag("rect", { x = box.x, y = box.y, width = box.w, height = box.h, rx = 16, class = "frame" }) }
  for i, line in ipairs(box.lines) do
    items[#items + 1] = words(box.x + box.w // 2, box.y + 2 + i * LINE, line,
      i == 1 and "head" or "said", "middle")
  end
  return tag("g", { class = "start" }, items)
end

return { BOX = BOX, SIDE = SIDE, PILL = PILL, PORT = PORT, TEXT = TEXT, LABEL = LABEL,
  measure = measure, fit = fit, tag = tag, words = words, node_box = node_box,
  draw_node = draw_node, end_box = end_box, draw_end = draw_end, start_box = start_box,
  draw_start = draw_start }
