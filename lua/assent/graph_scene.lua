-- graph_scene.lua: lays a flow's graph (graph.lua) out, as elements of SVG. No style: that is
-- console/graph.css. A part of the flow is one column of the waits that lead to its last one, top
-- to bottom by step and line. Right of it stands what leads to an end only, and right of that the
-- ends, each where it is come to, so that no line crosses text: lines leave a box at a height of
-- their own, carry their label first, and turn behind all labels of that column.

local import, ipairs, math, sentence, string, table = import, ipairs, math, sentence, string, table
local _ENV <const> = nil

local boxes = import "assent/graph_boxes"
local BOX, SIDE, PILL, PORT = boxes.BOX, boxes.SIDE, boxes.PILL, boxes.PORT
local TEXT, LABEL = boxes.TEXT, boxes.LABEL
local measure, fit, tag, words = boxes.measure, boxes.fit, boxes.tag, boxes.words

local MARGIN, GAP, TURN = 16, 34, 9 -- of the page; between rows; between lines that turn
local HEAD = 30                     -- of a step

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
      local box = boxes.end_box(plan.ends[edge.to], plan.graph)
      plan.pills[edge] = box
      out[#out + 1] = { box = box, h = box.h }
    end
  end
  return out
end

-- A wait beside the column, with its own ends right of it.
local function side_item(plan, node)
  local ports = #edges_from(plan, node.id)
  local box = boxes.node_box(node, SIDE, ports)
  plan.boxes[node.id] = box
  local pills = pills_of(plan, node.id)
  return { box = box, pills = pills, h = math.max(box.h, stack_height(pills)) }
end

-- What stands right of a wait of the column: waits that only lead to an end, if none has taken
-- them before, and ends.
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
  local box = boxes.node_box(node, BOX, #edges_from(plan, node.id))
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

-- How an edge runs: "down" the column, "back" (or past others of it) left of it, "side" to the
-- right, "turn" among what stands there.
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

-- The columns of a part: x of the waits, of what stands beside, of ends. Between them labels,
-- then turns.
local function place_columns(plan)
  local function past(e) return e.run == "past" end
  local function out_of_column(e) return e.run == "side" and plan.in_column[e.from] end
  local function out_of_side(e)
    return e.run == "turn" or e.run == "side" and not plan.in_column[e.from]
  end
  local x, left = { left_turn = MARGIN + 12 }, 0
  for _, edge in ipairs(plan.edges) do left = left + (past(edge) and 1 or 0) end
  x.column = x.left_turn + left * TURN + math.max(widest(plan, past), 8)
  x.turn = x.column + BOX + math.max(widest(plan, out_of_column), 40)
  x.side = x.turn + plan.turns.column * TURN + 14
  x.side_turn = x.side + SIDE + math.max(widest(plan, out_of_side), 40)
  x.ends = x.side_turn + plan.turns.side * TURN + 14
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

local function place_row(row, y)
  if row.box then row.box.y = y end
  local at = y
  for _, item in ipairs(row.stack) do
    item.box.y = at
    local pill_y = at
    for _, pill in ipairs(item.pills or {}) do
      pill.box.y = pill_y
      pill_y = pill_y + pill.h + 12
    end
    at = at + item.h + 12
  end
end

local function put_in_columns(plan)
  for _, row in ipairs(plan.rows) do
    if row.box then row.box.x = plan.x.column end
    for _, item in ipairs(row.stack) do
      item.box.x = plan.x.side
      for _, pill in ipairs(item.pills or {}) do pill.box.x = plan.x.ends end
    end
  end
end

local function middle(box) return box.y + box.h // 2 end

-- Heights at which lines leave a box to its right: in the order of where they go, straight where
-- that can be.
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
  local back = dir == "left" and 8 or -8
  local points = dir == "down"
    and string.format("%d,%d %d,%d %d,%d", x, y, x - 4, y - 8, x + 4, y - 8)
    or string.format("%d,%d %d,%d %d,%d", x, y, x + back, y - 4, x + back, y + 4)
  return tag("polygon", { class = "arrow", points = points })
end

local function draw_edge(plan, edge, points, dir, label)
  local last = points[#points]
  local items = { tag("path", { d = path_of(points), class = "line" }),
    arrow(last[1], last[2], dir) }
  if edge.label ~= "" then items[#items + 1] = label end
  local from = plan.by_id[edge.from]
  plan.out[#plan.out + 1] = tag("g", { class = "edge" .. (edge.blocked and " blocked" or ""),
    ["data-from"] = from and from.line or 0, ["data-source"] = edge.from,
    ["data-target"] = edge.to }, items)
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

-- From the right of a box to the left of another, or for a "turn" to its right.
local function draw_right(plan, edge)
  local a, b = plan.box(edge.from), plan.target(edge)
  local y, to, x = edge.port, middle(b), a.x + a.w
  local first = plan.in_column[edge.from] and plan.x.turn or plan.x.side_turn
  local turn = first + (edge.turn or 0) * TURN
  local label = words(x + 8, y - 5, edge.label, "label")
  if edge.run == "turn" then
    to = to + 8
    draw_edge(plan, edge, { { x, y }, { turn, y }, { turn, to }, { b.x + b.w, to } }, "left", label)
  elseif y == to then
    draw_edge(plan, edge, { { x, y }, { b.x, to } }, "right", label)
  else
    draw_edge(plan, edge, { { x, y }, { turn, y }, { turn, to }, { b.x, to } }, "right", label)
  end
end

-- ---- where lines turn ----

local function is_free(used, turn, low, high)
  for _, one in ipairs(used) do
    if one.turn == turn and one.low <= high + TURN and low <= one.high + TURN then return false end
  end
  return true
end

-- Lines of one box that go down turn the later the higher they leave, those that go up the other
-- way: they do not cross.
local function in_turn_order(plan, edges)
  local up, down = {}, {}
  for _, edge in ipairs(edges) do
    local to = middle(plan.target(edge))
    if to > edge.port or edge.run == "turn" then table.insert(down, 1, edge)
    elseif to < edge.port then up[#up + 1] = edge end
  end
  return table.move(down, 1, #down, #up + 1, up)
end

-- Gives each line that must turn the first place where no other runs; returns how many places
-- there are.
local function route(plan, ids)
  local used, most = {}, 0
  for _, id in ipairs(ids) do
    local list, turn = {}, 0
    for _, edge in ipairs(edges_from(plan, id)) do
      if edge.run == "side" or edge.run == "turn" then list[#list + 1] = edge end
    end
    give_ports(plan, plan.box(id), list)
    for _, edge in ipairs(in_turn_order(plan, list)) do
      local to = middle(plan.target(edge)) + 8
      local low, high = math.min(edge.port, to), math.max(edge.port, to)
      while not is_free(used, turn, low, high) do turn = turn + 1 end
      edge.turn, turn = turn, turn + 1
      used[#used + 1] = { turn = edge.turn, low = low, high = high }
      most = math.max(most, turn)
    end
  end
  return most
end

local function route_all(plan)
  local column, sides = { plan.part.start }, {}
  for _, node in ipairs(plan.nodes) do
    table.insert(plan.in_column[node.id] and column or sides, node.id)
  end
  plan.turns = { column = route(plan, column), side = route(plan, sides) }
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
    else
      draw_right(plan, edge)
    end
  end
end

-- ---- a part ----

-- Steps as {step, rows}; all rows in plan.rows, the start first.
local function lay_out(plan)
  local start = boxes.start_box(plan.part, plan.graph)
  local steps = {}
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
  return first, steps
end

local function right_of(plan)
  return has_sides(plan) and plan.x.ends + PILL or plan.x.side + PILL
end

local function draw_boxes(plan)
  for _, row in ipairs(plan.rows) do
    if row.box then
      plan.out[#plan.out + 1] = row.box.start and boxes.draw_start(row.box)
        or boxes.draw_node(row.box, plan.graph)
    end
    for _, item in ipairs(row.stack) do
      plan.out[#plan.out + 1] = item.box.node and boxes.draw_node(item.box, plan.graph)
        or boxes.draw_end(item.box)
      for _, pill in ipairs(item.pills or {}) do
        plan.out[#plan.out + 1] = boxes.draw_end(pill.box)
      end
    end
  end
end

-- Heights of all rows from y on: steps as bands, and where the part ends.
local function place_rows(plan, first, steps, y)
  local bands = {}
  place_row(first, y)
  y = y + first.h + GAP
  for _, one in ipairs(steps) do
    local title = plan.part.handler == "" and one.step.title or ""
    local top = y
    y = y + (title ~= "" and HEAD or 12)
    for i, row in ipairs(one.rows) do
      place_row(row, y)
      y = y + row.h + (i < #one.rows and GAP or 14)
    end
    bands[#bands + 1] = { title = title, top = top, bottom = y, line = one.step.line }
    y = y + GAP - 8
  end
  return bands, y
end

local function draw_bands(plan, bands, right)
  for _, band in ipairs(bands) do
    local items = { tag("rect", { class = "band", x = MARGIN - 6, y = band.top, rx = 10,
      width = right - MARGIN + 16, height = band.bottom - band.top }) }
    if band.title ~= "" then
      items[2] = words(plan.x.column, band.top + 20, fit(band.title, DOWN - 10, TEXT), "step")
    end
    plan.out[#plan.out + 1] = tag("g", { class = "step", ["data-line"] = band.line }, items)
  end
end

-- Draws from y on; returns where it ends, and how far right it reaches.
local function draw_part(graph, part, out, y)
  local plan = plan_of(graph, part)
  plan.out = out
  local first, steps = lay_out(plan)
  local bands, bottom = place_rows(plan, first, steps, y)
  sort_edges(plan)
  route_all(plan)
  place_columns(plan)
  put_in_columns(plan)
  local right = right_of(plan)
  draw_bands(plan, bands, right)
  draw_edges(plan)
  draw_boxes(plan)
  return bottom, right
end

local function scene(graph)
  local out, y, right = {}, MARGIN + 44, 0
  for _, part in ipairs(graph.parts) do
    local w
    y, w = draw_part(graph, part, out, y)
    y, right = y + 12, math.max(right, w)
  end
  local told = sentence(graph.whole and "graph.whole" or "graph.cut",
    { file = graph.file, states = graph.states, ways = graph.ways }, graph.language)
  table.insert(out, 1, words(MARGIN, MARGIN + 8, graph.title, "title"))
  table.insert(out, 2, words(MARGIN, MARGIN + 28, told, "told"))
  local width = math.max(right, MARGIN + measure(told, LABEL)) + MARGIN
  return { width = width, height = y, items = out }
end

return { scene = scene }
