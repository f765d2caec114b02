-- graph_scene.lua: lays a flow's graph (graph.lua) out, as elements of SVG. No style: console/graph.css.
-- A part of the flow is one column of the waits that lead to its last one, top to bottom by step and line. Right of it
-- stands what leads to an end only, and right of that the ends, each where it is come to, so that no line crosses text:
-- lines leave a box at a height of their own, carry their label first, and turn behind all labels of that column.

---@class Element
---@field tag string
---@field attrs table?
---@field text string?
---@field items Element[]?

local ipairs, math, pairs, string, table, tostring, unicode, utf8 =
  ipairs, math, pairs, string, table, tostring, unicode, utf8
local _ENV <const> = nil

local MARGIN, PAD = 16, 10
local BOX, SIDE, PILL = 264, 232, 168        -- widths: a wait, one beside it, an end
local LINE, SMALL = 18, 11                   -- a line of text; the small type
local PORT, GAP, TURN = 20, 34, 9            -- between lines at a box; rows; lines that turn
local HEAD = 30                              -- of a step
local TEXT, LABEL = 13, 12                   -- type sizes

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

local function octagon(x, y, w, h, cut)
  return string.format("%d,%d %d,%d %d,%d %d,%d %d,%d %d,%d %d,%d %d,%d", x + cut, y, x + w - cut, y,
    x + w, y + cut, x + w, y + h - cut, x + w - cut, y + h, x + cut, y + h, x, y + h - cut, x, y + cut)
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
  if node.opens then out[#out + 1] = "여는 것: " .. node.opens end
  if node.within then out[#out + 1] = "기다리는 시간: " .. node.within end
  return table.concat(out, "\n")
end

local function draw_node(box, graph)
  local node, x, y = box.node, box.x + PAD + 2, box.y + 19
  local place = node.line .. "행"
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
    items[#items + 1] =
      words(x, y, fit("여는 것: " .. node.opens, box.w - 2 * PAD - 4, LABEL), "opens")
  end
  return tag("g", { class = "node " .. node.kind, ["data-line"] = node.line,
    ["data-id"] = node.id }, items)
end

local function end_box(one)
  local lines = { one.word }
  if one.kind == "parked" then
    lines = wrap(one.line .. "행에서 멈춤: " .. one.text, PILL - 2 * PAD, LABEL, 3)
  elseif one.kind == "closed" and one.word ~= one.text then
    lines[2] = one.text
  end
  return { done = one, lines = lines, w = PILL, h = 12 + #lines * 16 }
end

local function draw_end(box)
  local one = box.done
  local items = { tag("title", nil, nil, one.word .. (one.kind ~= "done" and ": " .. one.text or "")),
    frame(box, one.kind == "parked" and "box" or "pill") }
  for i, line in ipairs(box.lines) do
    local small = i > 1 and one.kind == "closed"
    items[#items + 1] = words(box.x + box.w // 2, box.y + 2 + i * 16,
      fit(line, box.w - 2 * PAD, small and SMALL or LABEL), small and "phrase" or "outcome", "middle")
  end
  return tag("g", { class = "end " .. one.kind, ["data-line"] = one.line }, items)
end

local function start_box(part, graph)
  local lines = { part.handler == "" and "시작" or part.title }
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

-- ---- what stands where ----

-- Ids from which `id` is come to, itself among them.
local function leading_to(id, edges)
  local met, more = { [id] = true }, true
  while more do
    more = false
    for _, edge in ipairs(edges) do
      if met[edge.to] and not met[edge.from] then met[edge.from], more = true, true end
    end
  end
  return met
end

local function edges_from(plan, id)
  local out = {}
  for _, edge in ipairs(plan.edges) do
    if edge.from == id then out[#out + 1] = edge end
  end
  return out
end

-- The last wait, by step and line, that has an answer which ends well: the last of all.
local function plan_of(graph, part)
  local plan = { graph = graph, part = part, edges = {}, nodes = {}, by_id = {}, ends = {},
    boxes = {}, pills = {} }
  for _, edge in ipairs(graph.edges) do
    if edge.handler == part.handler then plan.edges[#plan.edges + 1] = edge end
  end
  for _, node in ipairs(graph.nodes) do
    if node.handler == part.handler then
      plan.nodes[#plan.nodes + 1], plan.by_id[node.id] = node, node
    end
  end
  for _, one in ipairs(graph.ends) do plan.ends[one.id] = one end
  local last = plan.nodes[#plan.nodes]
  plan.trunk = last and leading_to(last.id, plan.edges) or {}
  plan.trunk[part.start] = true
  return plan
end

local function stack_height(stack)
  local h = -12
  for _, item in ipairs(stack) do h = h + item.h + 12 end
  return math.max(h, 0)
end

local beside

-- Ends of `id`, each a pill of its own.
local function pills_of(plan, id)
  local out = {}
  for _, edge in ipairs(edges_from(plan, id)) do
    if plan.ends[edge.to] then
      local box = end_box(plan.ends[edge.to])
      plan.pills[edge] = box
      out[#out + 1] = { box = box, h = box.h }
    end
  end
  return out
end

-- A wait beside the column, with its own ends right of it.
local function side_item(plan, node)
  local ports = #edges_from(plan, node.id)
  local box = node_box(node, SIDE, ports)
  plan.boxes[node.id] = box
  local pills = pills_of(plan, node.id)
  return { box = box, pills = pills, h = math.max(box.h, stack_height(pills)) }
end

-- What stands right of a wait of the column: waits that only lead to an end, if none has taken them before, and ends.
function beside(plan, id, step_line)
  local out = {}
  local function take(of)
    for _, edge in ipairs(edges_from(plan, of)) do
      local node = plan.by_id[edge.to]
      if node and not plan.trunk[node.id] and not plan.boxes[node.id]
          and (not step_line or node.step_line == step_line) then
        out[#out + 1] = side_item(plan, node)
        take(node.id)
      end
    end
  end
  take(id)
  for _, pill in ipairs(pills_of(plan, id)) do out[#out + 1] = pill end
  return out
end

local function row_of(plan, node, step_line)
  local box = node_box(node, BOX, #edges_from(plan, node.id))
  plan.boxes[node.id] = box
  local stack = beside(plan, node.id, step_line)
  return { box = box, stack = stack, h = math.max(box.h, stack_height(stack)) }
end

local function rows_of_step(plan, step)
  local rows = {}
  for _, node in ipairs(plan.nodes) do
    if node.step_line == step.line and plan.trunk[node.id] then
      rows[#rows + 1] = row_of(plan, node, step.line)
    end
  end
  for _, node in ipairs(plan.nodes) do
    if node.step_line == step.line and not plan.boxes[node.id] then
      local item = side_item(plan, node)
      rows[#rows + 1] = { stack = { item }, h = item.h }
    end
  end
  return rows
end

-- ---- lines ----

-- How an edge runs: "down" the column, "back" (or past others of it) left of it, "side" to the right, "turn" among what
-- stands there.
local function sort_edges(plan)
  local order, n = {}, 0
  for _, row in ipairs(plan.rows) do
    if row.box then
      n = n + 1
      order[row.box.node and row.box.node.id or plan.part.start] = n
    end
  end
  for _, edge in ipairs(plan.edges) do
    local from, to = order[edge.from], order[edge.to]
    if from and to then
      edge.run = to == from + 1 and "down" or "past"
    else
      edge.run = not from and not plan.ends[edge.to] and "turn" or "side"
    end
    edge.width = measure(edge.label, LABEL)
  end
end

local function widest(plan, fits)
  local w = 0
  for _, edge in ipairs(plan.edges) do
    if fits(edge) then w = math.max(w, edge.width + 16) end
  end
  return w
end

local function count(plan, fits)
  local n = 0
  for _, edge in ipairs(plan.edges) do n = n + (fits(edge) and 1 or 0) end
  return n
end

-- The columns of a part: x of the waits, of what stands beside, of ends.
local function place_columns(plan)
  local function past(e) return e.run == "past" end
  local function out_of_column(e) return e.run == "side" and plan.in_column[e.from] end
  local function out_of_side(e)
    return e.run == "turn" or e.run == "side" and not plan.in_column[e.from]
  end
  local left, right = count(plan, past), count(plan, out_of_column)
  local x = { left_turn = MARGIN + 12 }
  x.column = x.left_turn + left * TURN + math.max(widest(plan, past), 8)
  x.turn = x.column + BOX + math.max(widest(plan, out_of_column), 40)
  x.side = x.turn + right * TURN + 14
  x.side_turn = x.side + SIDE + math.max(widest(plan, out_of_side), 40)
  x.ends = x.side_turn + count(plan, out_of_side) * TURN + 14
  plan.x = x
end

local function has_sides(plan)
  for _, row in ipairs(plan.rows) do
    for _, item in ipairs(row.stack) do
      if item.pills then return true end
    end
  end
  return false
end

local function place_row(plan, row, y)
  if row.box then row.box.x, row.box.y = plan.x.column, y end
  local at = y
  for _, item in ipairs(row.stack) do
    item.box.x, item.box.y = plan.x.side, at
    local pill_y = at
    for _, pill in ipairs(item.pills or {}) do
      pill.box.x, pill.box.y = plan.x.ends, pill_y
      pill_y = pill_y + pill.h + 12
    end
    at = at + item.h + 12
  end
end

local function middle(box) return box.y + box.h // 2 end

-- Heights at which lines leave a box to its right: in the order of where they go, straight where that can be.
local function give_ports(plan, box, edges)
  table.sort(edges, function(a, b)
    local x, y = middle(plan.target(a)), middle(plan.target(b))
    if x ~= y then return x < y end
    return a.to < b.to
  end)
  local low = box.y + box.h - 10
  local at = box.y + 14 - PORT
  for i, edge in ipairs(edges) do
    local most = low - (#edges - i) * PORT
    at = math.max(at + PORT, math.min(middle(plan.target(edge)), most))
    edge.port = math.min(at, most)
    at = edge.port
  end
end

-- A line of straight pieces; round at its corners.
local function path_of(points)
  local out = { string.format("M%d %d", points[1][1], points[1][2]) }
  for i = 2, #points do
    local a, b, c = points[i - 1], points[i], points[i + 1]
    if c then
      local function near(p)
        local dx, dy = p[1] - b[1], p[2] - b[2]
        local len = math.abs(dx) + math.abs(dy)
        local r = math.min(6, len // 2)
        return len == 0 and b or { b[1] + dx * r // len, b[2] + dy * r // len }
      end
      local p, q = near(a), near(c)
      out[#out + 1] = string.format("L%d %dQ%d %d %d %d", p[1], p[2], b[1], b[2], q[1], q[2])
    else
      out[#out + 1] = string.format("L%d %d", b[1], b[2])
    end
  end
  return table.concat(out)
end

-- The head of an arrow at its end; dir: right, left, down.
local function arrow(x, y, dir)
  local forms = { right = "%d,%d %d,%d %d,%d", left = "%d,%d %d,%d %d,%d", down = "%d,%d %d,%d %d,%d" }
  local a = dir == "down" and { x, y, x - 4, y - 8, x + 4, y - 8 }
    or dir == "right" and { x, y, x - 8, y - 4, x - 8, y + 4 } or { x, y, x + 8, y - 4, x + 8, y + 4 }
  return tag("polygon", { class = "arrow",
    points = string.format(forms[dir], a[1], a[2], a[3], a[4], a[5], a[6]) })
end

local function draw_edge(plan, edge, points, dir, label)
  local last = points[#points]
  local items = { tag("path", { d = path_of(points), class = "line" }), arrow(last[1], last[2], dir) }
  if edge.label ~= "" then items[#items + 1] = label end
  local from = plan.by_id[edge.from]
  plan.out[#plan.out + 1] = tag("g", { class = "edge" .. (edge.blocked and " blocked" or ""),
    ["data-from"] = from and from.line or 0 }, items)
end

local DOWN = 210 -- where lines go down, right of the titles of steps

local function draw_down(plan, edge)
  local a, b = plan.box(edge.from), plan.box(edge.to)
  local x = a.x + DOWN
  draw_edge(plan, edge, { { x, a.y + a.h }, { x, b.y } }, "down",
    words(x + 8, a.y + a.h + 18, edge.label, "label"))
end

local function draw_past(plan, edge, n, port, into)
  local a, b = plan.box(edge.from), plan.box(edge.to)
  local y, to = a.y + 18 + port * PORT, b.y + 14 + into * 10
  local turn = plan.x.left_turn + (n - 1) * TURN
  draw_edge(plan, edge, { { a.x, y }, { turn, y }, { turn, to }, { b.x, to } }, "right",
    words(a.x - 8, y - 5, edge.label, "label", "end"))
end

-- From x (the right of a box) to the left of another, or for a "turn" to its right.
local function draw_right(plan, edge, turn)
  local a, b = plan.box(edge.from), plan.target(edge)
  local y, to, x = edge.port, middle(b), a.x + a.w
  local label = words(x + 8, y - 5, edge.label, "label")
  if edge.run == "turn" then
    draw_edge(plan, edge, { { x, y }, { turn, y }, { turn, to + 8 }, { b.x + b.w, to + 8 } }, "left", label)
  elseif y == to then
    draw_edge(plan, edge, { { x, y }, { b.x, to } }, "right", label)
  else
    draw_edge(plan, edge, { { x, y }, { turn, y }, { turn, to }, { b.x, to } }, "right", label)
  end
end

-- Lines of one box that go down turn the later the higher they leave, those that go up the other way: they do not cross.
local function turns(plan, edges, first, next_turn)
  local down, up = {}, {}
  for _, edge in ipairs(edges) do
    local to = middle(plan.target(edge))
    if to > edge.port or edge.run == "turn" then down[#down + 1] = edge
    elseif to < edge.port then up[#up + 1] = edge
    else draw_right(plan, edge, 0) end
  end
  for _, edge in ipairs(up) do
    draw_right(plan, edge, first + next_turn * TURN)
    next_turn = next_turn + 1
  end
  for i = #down, 1, -1 do
    draw_right(plan, down[i], first + next_turn * TURN)
    next_turn = next_turn + 1
  end
  return next_turn
end

local function draw_sideways(plan, ids, first)
  local next_turn = 0
  for _, id in ipairs(ids) do
    local list = {}
    for _, edge in ipairs(edges_from(plan, id)) do
      if edge.run == "side" or edge.run == "turn" then list[#list + 1] = edge end
    end
    give_ports(plan, plan.box(id), list)
    next_turn = turns(plan, list, first, next_turn)
  end
end

local function draw_edges(plan)
  local n, ports, into = 0, {}, {}
  for _, edge in ipairs(plan.edges) do
    if edge.run == "down" then
      draw_down(plan, edge)
    elseif edge.run == "past" then
      n = n + 1
      draw_past(plan, edge, n, ports[edge.from] or 0, into[edge.to] or 0)
      ports[edge.from], into[edge.to] = (ports[edge.from] or 0) + 1, (into[edge.to] or 0) + 1
    end
  end
  local column, sides = { plan.part.start }, {}
  for _, node in ipairs(plan.nodes) do
    table.insert(plan.in_column[node.id] and column or sides, node.id)
  end
  draw_sideways(plan, column, plan.x.turn)
  draw_sideways(plan, sides, plan.x.side_turn)
end

-- ---- a part ----

-- Steps as {step, rows}; all rows in plan.rows, the start first.
local function lay_out(plan)
  local start = start_box(plan.part, plan.graph)
  local steps, by_turn = {}, {}
  plan.boxes[plan.part.start] = start
  local first = { box = start, stack = {}, h = start.h }
  plan.rows, plan.in_column = { first }, { [plan.part.start] = true }
  for _, pill in ipairs(pills_of(plan, plan.part.start)) do table.insert(first.stack, pill) end
  first.h = math.max(first.h, stack_height(first.stack))
  for _, step in ipairs(plan.part.steps) do
    steps[#steps + 1] = { step = step, rows = rows_of_step(plan, step) }
    for _, row in ipairs(steps[#steps].rows) do
      plan.rows[#plan.rows + 1] = row
      if row.box then plan.in_column[row.box.node.id] = true end
    end
  end
  plan.box = function(id) return plan.boxes[id] end
  plan.target = function(edge) return plan.pills[edge] or plan.boxes[edge.to] end
  return first, steps, by_turn
end

local function right_of(plan)
  return has_sides(plan) and plan.x.ends + PILL or plan.x.side + PILL
end

local function draw_boxes(plan)
  for _, row in ipairs(plan.rows) do
    if row.box and row.box.start then plan.out[#plan.out + 1] = draw_start(row.box) end
    if row.box and row.box.node then plan.out[#plan.out + 1] = draw_node(row.box, plan.graph) end
    for _, item in ipairs(row.stack) do
      plan.out[#plan.out + 1] = item.box.node and draw_node(item.box, plan.graph) or draw_end(item.box)
      for _, pill in ipairs(item.pills or {}) do plan.out[#plan.out + 1] = draw_end(pill.box) end
    end
  end
end

-- Draws from y on; returns where it ends, and how far right it reaches.
local function draw_part(graph, part, out, y)
  local plan = plan_of(graph, part)
  plan.out = {}
  local first, steps = lay_out(plan)
  sort_edges(plan)
  place_columns(plan)
  local right = right_of(plan)
  local bands = {}
  place_row(plan, first, y)
  y = y + first.h + GAP
  for _, one in ipairs(steps) do
    local title = part.handler == "" and one.step.title or ""
    local top = y
    y = y + (title ~= "" and HEAD or 12)
    for i, row in ipairs(one.rows) do
      place_row(plan, row, y)
      y = y + row.h + (i < #one.rows and GAP or 14)
    end
    bands[#bands + 1] = { title = title, top = top, bottom = y, line = one.step.line }
    y = y + GAP - 8
  end
  for _, band in ipairs(bands) do
    local items = { tag("rect", { class = "band", x = MARGIN - 6, y = band.top, rx = 10,
      width = right - MARGIN + 16, height = band.bottom - band.top }) }
    if band.title ~= "" then
      items[2] = words(plan.x.column, band.top + 20, fit(band.title, DOWN - 10, TEXT), "step")
    end
    out[#out + 1] = tag("g", { class = "step", ["data-line"] = band.line }, items)
  end
  draw_edges(plan)
  draw_boxes(plan)
  for _, item in ipairs(plan.out) do out[#out + 1] = item end
  return y, right
end

local function scene(graph)
  local out, y, right = {}, MARGIN + 44, 0
  for _, part in ipairs(graph.parts) do
    local w
    y, w = draw_part(graph, part, out, y)
    y, right = y + 12, math.max(right, w)
  end
  local told = string.format("%s · 상태 %d개와 길 %d개를 %s", graph.file, graph.states, graph.ways,
    graph.whole and "모두 따라가 보았습니다" or "따라가다 멈추었습니다. 빠진 길이 있습니다")
  table.insert(out, 1, words(MARGIN, MARGIN + 8, graph.title, "title"))
  table.insert(out, 2, words(MARGIN, MARGIN + 28, told, "told"))
  return { width = math.ceil(math.max(right, MARGIN + measure(told, LABEL)) + MARGIN), height = math.ceil(y), items = out }
end

return { scene = scene }
