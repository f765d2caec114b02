-- graph_write.lua: a flow's graph (graph.lua) as text: DOT, Mermaid; and the scene of
-- graph_scene.lua as SVG.

local ipairs, pairs, sentence, string, table, tostring, utf8 =
  ipairs, pairs, sentence, string, table, tostring, utf8
local _ENV <const> = nil

-- Plain replacement: Lua's own patterns are not for texts of people, but these are our own
-- letters.
local function replace(text, by)
  local out = {}
  for _, code in utf8.codes(text) do
    local char = utf8.char(code)
    out[#out + 1] = by[char] or (code < 32 and " ") or char
  end
  return table.concat(out)
end

local function cut(text, most)
  if utf8.len(text) <= most then return text end
  return string.sub(text, 1, utf8.offset(text, most) - 1) .. "…"
end

local TEXT_MOST = 48

local function say(graph, code, values)
  return sentence("graph." .. code, values, graph.language)
end

-- What a box says, line by line.
local function node_lines(node, graph)
  local lines = { node.who .. (node.who ~= "" and " · " or "") .. node.what .. " · "
    .. say(graph, "line", { line = node.line }) }
  if node.text ~= "" then lines[#lines + 1] = cut(node.text, TEXT_MOST) end
  if #node.phrases > 0 then lines[#lines + 1] = table.concat(node.phrases, ", ") end
  if node.opens then lines[#lines + 1] = say(graph, "opens", { what = node.opens }) end
  return lines
end

local function end_lines(one, graph)
  if one.kind == "done" then return { one.word } end
  if one.kind == "parked" then
    local line = say(graph, "line", { line = one.line })
    return { one.word .. " · " .. line, cut(one.text, TEXT_MOST) }
  end
  return one.word == one.text and { one.word } or { one.word, one.text }
end

local function start_lines(part, graph)
  local lines = { part.handler == "" and say(graph, "start") or part.title }
  for _, line in ipairs(part.handler == "" and graph.opens or {}) do lines[#lines + 1] = line end
  return lines
end

local function nodes_of(graph, handler, step_line)
  local out = {}
  for _, node in ipairs(graph.nodes) do
    if node.handler == handler and node.step_line == step_line then out[#out + 1] = node end
  end
  return out
end

-- ---- DOT ----

local dot_special = { ['"'] = '\\"', ["\\"] = "\\\\" }

local function quoted(text) return '"' .. replace(text, dot_special) .. '"' end

local function dot_label(lines)
  local out = {}
  for i, line in ipairs(lines) do out[i] = replace(line, dot_special) end
  return '"' .. table.concat(out, "\\n") .. '"'
end

local dot_shapes = { confirm = 'shape=box, style="rounded"',
  consent = 'shape=octagon, style="filled", fillcolor="#fdf0d2", color="#7a5200"' }

local function dot_part(out, graph, part)
  out[#out + 1] = string.format("  %s [shape=oval, label=%s];", quoted(part.start),
    dot_label(start_lines(part, graph)))
  for _, step in ipairs(part.steps) do
    local cluster = "cluster_" .. part.handler .. step.line
    out[#out + 1] = string.format("  subgraph %s {", quoted(cluster))
    out[#out + 1] = string.format("    label=%s;",
      quoted(part.handler == "" and step.title or part.title))
    for _, node in ipairs(nodes_of(graph, part.handler, step.line)) do
      out[#out + 1] = string.format("    %s [%s, label=%s, tooltip=%s];", quoted(node.id),
        dot_shapes[node.kind] or "shape=box", dot_label(node_lines(node, graph)), quoted(node.text))
    end
    out[#out + 1] = "  }"
  end
end

local function dot(graph)
  local out = { "digraph " .. quoted(graph.flow) .. " {", "  label=" .. quoted(graph.title) .. ";",
    '  labelloc=t; node [fontname="Noto Sans CJK KR", fontsize=11];',
    '  edge [fontname="Noto Sans CJK KR", fontsize=10];' }
  for _, part in ipairs(graph.parts) do dot_part(out, graph, part) end
  for _, one in ipairs(graph.ends) do
    out[#out + 1] = string.format("  %s [shape=box, style=%s, label=%s%s];", quoted(one.id),
      quoted("rounded,filled"), dot_label(end_lines(one, graph)),
      one.kind == "parked" and ', color="#a52a24", fontcolor="#a52a24"' or "")
  end
  for _, edge in ipairs(graph.edges) do
    out[#out + 1] = string.format("  %s -> %s [label=%s%s];", quoted(edge.from), quoted(edge.to),
      quoted(edge.label), edge.blocked and ", style=dashed" or "")
  end
  out[#out + 1] = "}"
  return table.concat(out, "\n") .. "\n"
end

-- ---- Mermaid ----

-- Its text is markup: all that could end a text or begin an element is written as a number.
local mermaid_special = { ['"'] = "#quot;", ["#"] = "#35;", ["&"] = "#amp;", ["<"] = "#lt;",
  [">"] = "#gt;", ["`"] = "#96;", ["\\"] = "#92;" }

local function mermaid_text(lines)
  local out = {}
  for i, line in ipairs(lines) do out[i] = replace(line, mermaid_special) end
  return '"' .. table.concat(out, "<br/>") .. '"'
end

-- Ids are ours alone, as "end" and the like are words of its own.
local function mermaid_ids(graph)
  local ids = {}
  for i, part in ipairs(graph.parts) do ids[part.start] = "s" .. i end
  for i, node in ipairs(graph.nodes) do ids[node.id] = "n" .. i end
  for i, one in ipairs(graph.ends) do ids[one.id] = "e" .. i end
  return ids
end

local mermaid_shapes = { confirm = { "(", ")" }, consent = { "{{", "}}" }, listen = { ">", "]" } }

local function mermaid_part(out, graph, part, ids)
  out[#out + 1] = "  " .. ids[part.start] .. "([" .. mermaid_text(start_lines(part, graph)) .. "])"
  for _, step in ipairs(part.steps) do
    out[#out + 1] = string.format("  subgraph g%s_%d[%s]", ids[part.start], step.line,
      mermaid_text { part.handler == "" and step.title or part.title })
    for _, node in ipairs(nodes_of(graph, part.handler, step.line)) do
      local shape = mermaid_shapes[node.kind] or { "[", "]" }
      local text = mermaid_text(node_lines(node, graph))
      out[#out + 1] = "    " .. ids[node.id] .. shape[1] .. text .. shape[2]
        .. (node.kind == "consent" and ":::consent" or "")
    end
    out[#out + 1] = "  end"
  end
end

local function mermaid(graph)
  local ids = mermaid_ids(graph)
  local out = { "flowchart TB" }
  for _, part in ipairs(graph.parts) do mermaid_part(out, graph, part, ids) end
  for _, one in ipairs(graph.ends) do
    out[#out + 1] = "  " .. ids[one.id] .. "([" .. mermaid_text(end_lines(one, graph)) .. "])"
      .. (one.kind == "parked" and ":::parked" or "")
  end
  for _, edge in ipairs(graph.edges) do
    local label = edge.label ~= "" and "|" .. mermaid_text { edge.label } .. "|" or ""
    out[#out + 1] = "  " .. ids[edge.from] .. (edge.blocked and " -.->" or " -->") .. label .. " "
      .. ids[edge.to]
  end
  out[#out + 1] = "  classDef consent fill:#fdf0d2,stroke:#7a5200,color:#2c2600"
  out[#out + 1] = "  classDef parked fill:#fbe5e2,stroke:#a52a24,color:#a52a24"
  return table.concat(out, "\n") .. "\n"
end

-- ---- SVG ----

local xml_special = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function element(out, item)
  local names = {}
  for name in pairs(item.attrs or {}) do names[#names + 1] = name end
  table.sort(names)
  out[#out + 1] = "<" .. item.tag
  for _, name in ipairs(names) do
    out[#out + 1] = " " .. name .. '="' .. replace(tostring(item.attrs[name]), xml_special) .. '"'
  end
  if not item.text and #(item.items or {}) == 0 then
    out[#out + 1] = "/>"
    return
  end
  out[#out + 1] = ">" .. replace(item.text or "", xml_special)
  for _, child in ipairs(item.items or {}) do element(out, child) end
  out[#out + 1] = "</" .. item.tag .. (item.tag == "g" and ">\n" or ">")
end

-- css: our own, which needs no escaping
local function svg(scene, css, language)
  local out = { '<svg xmlns="http://www.w3.org/2000/svg" class="flow-graph" role="img" lang="'
    .. language .. '"',
    string.format(' width="%d" height="%d" viewBox="0 0 %d %d">\n<style>\n%s</style>\n',
      scene.width, scene.height, scene.width, scene.height, css) }
  for _, item in ipairs(scene.items) do element(out, item) end
  out[#out + 1] = "\n</svg>\n"
  return table.concat(out)
end

return { dot = dot, mermaid = mermaid, svg = svg }
