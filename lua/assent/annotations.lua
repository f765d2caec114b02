-- annotations.lua: what an editor (LuaLS, lua-language-server) knows of the flow language, and the
-- reference in flows/README.md. Both are made of the comments of three dashes in prelude.lua,
-- library.lua and types.lua, of the engine's tables, and of the designer's phrases.

---@class Made
---@field prelude string  the text of the file
---@field library string
---@field types string
---@field effects table<string, { word: string, states: string[] }>  src/effect.c
---@field marks string[]
---@field roles { name: string, word: string }[]
---@field topics { name: string, word: string }[]
---@field facts { name: string, type: "topic"|"bool"|"inbound" }[]   by which a flow opens
---@field fields string[]                                            what can be asked for
---@field phrases { id: string, kind: string, text: string, draft: boolean, consent: string? }[]
---@field placeholders { name: string, class: string, type: string? }[]

local ipairs, string, table = ipairs, string, table
local _ENV <const> = nil

-- ---- reading ----

---A declaration: its comment, line by line, and the line of code below it ("" for a type).
local function declarations(text)
  local found, doc = {}, {}
  for line in string.gmatch(text, "([^\n]*)\n") do
    if string.sub(line, 1, 3) == "---" then
      doc[#doc + 1] = line
    elseif #doc > 0 then
      found[#found + 1] = { doc = doc, code = line }
      doc = {}
    end
  end
  if #doc > 0 then found[#found + 1] = { doc = doc, code = "" } end
  return found
end

local function find(doc, pattern)
  for _, line in ipairs(doc) do
    local a, b = string.match(line, pattern)
    if a then return a, b end
  end
end

-- What stands in a comment besides the usage and what begins with @.
local function prose(doc)
  local out = {}
  for _, line in ipairs(doc) do
    if not string.find(line, "^%-%-%-[@`]") then out[#out + 1] = string.sub(line, 4) end
  end
  return table.concat(out, " ")
end

-- ---- editors: the words ----

local function params(doc)
  local names = {}
  for _, line in ipairs(doc) do
    names[#names + 1] = string.match(line, "^%-%-%-@param (%w+)")
  end
  return table.concat(names, ", ")
end

-- The line of Lua that stands for a declaration of the prelude; nil: it is the prelude's own.
local function declared(d)
  local head = string.match(d.code, "^function (%u%w+:%w+%b())")
  local object = string.match(d.code, "^(local %u%w+) = {")
  local name = string.match(d.code, "^words%.(%w+) =")
    or string.match(d.code, "^file_word \"(%w+)\"")
  if head then return "function " .. head .. " end" end
  if object then return object .. " = {}" end
  if not name then return nil end
  if find(d.doc, "^%-%-%-(@type)") then return name .. " = {}" end
  return "function " .. name .. "(" .. params(d.doc) .. ") end"
end

local made <const> = "-- Made by `assent annotations`: written anew, so change nothing here.\n"

local function words_file(text)
  local out = { "---@meta", made }
  for _, d in ipairs(declarations(text)) do
    local line = declared(d)
    if line then out[#out + 1] = table.concat(d.doc, "\n") .. "\n" .. line .. "\n" end
  end
  return table.concat(out, "\n")
end

local function copied(text)
  return "---@meta\n" .. made .. string.sub(text, #"---@meta\n" + 1)
end

-- ---- editors: the designer's own names ----

local function quoted(names)
  local out = {}
  for i, name in ipairs(names) do out[i] = '"' .. name .. '"' end
  return table.concat(out, "|")
end

local function alias(name, list)
  return "---@alias assent." .. name .. " " .. (#list > 0 and quoted(list) or "string") .. "\n"
end

-- "topic", each with its word.
local function named(name, list)
  local out = { "---@alias assent." .. name }
  for _, one in ipairs(list) do
    out[#out + 1] = '---| "' .. one.name .. '" # ' .. one.word
  end
  return table.concat(out, "\n") .. "\n"
end

local fact_types = {
  topic = "assent.topic|assent.topic[]", bool = "boolean|boolean[]",
  inbound = "assent.role|false|(assent.role|false)[]",
}
local fact_texts = {
  topic = "주제", inbound = "먼저 연락한 사람. false는 아무도 없을 때",
  booked_for_other = "대신 불러주기를 썼는가", caller_is_passenger = "호출자가 탑승자인가",
}

local function opens_class(facts)
  local out = { "---@class (exact) assent.opens" }
  for _, f in ipairs(facts) do
    out[#out + 1] = "---@field " .. f.name .. "? " .. fact_types[f.type] .. " "
      .. (fact_texts[f.name] or "")
  end
  return table.concat(out, "\n") .. "\n"
end

local function parties_class(roles)
  local out = { "---@class (exact) assent.parties" }
  for _, r in ipairs(roles) do
    out[#out + 1] = "---@field " .. r.name .. " assent.party " .. r.word
  end
  return table.concat(out, "\n") .. "\n"
end

-- What is to be said by a flow is named here; {passenger.phone} and the like the engine fills.
local function values_class(placeholders)
  local out = { "---@class (exact) assent.values" }
  for _, p in ipairs(placeholders) do
    local type = p.type == "party" and "assent.party" or "string|assent.party"
    if not string.find(p.name, ".", 1, true) then
      out[#out + 1] = "---@field " .. p.name .. "? " .. type .. " {" .. p.name .. "}, " .. p.class
    end
  end
  return table.concat(out, "\n") .. "\n"
end

local function say_class(phrases)
  local out = { "---@class (exact) assent.say" }
  for _, p in ipairs(phrases) do
    local of = p.consent and " · " .. p.consent or ""
    out[#out + 1] = "---" .. p.kind .. of .. (p.draft and " · draft" or "") .. "  "
    out[#out + 1] = "---" .. string.gsub(p.text, "\n", "  \n---")
    out[#out + 1] = "---@field " .. p.id .. " assent." .. p.kind
  end
  return table.concat(out, "\n") .. "\n"
end

---@param m Made
local function names_file(m)
  local out = {
    "---@meta", made,
    "---@class assent.statement: string\n", "---@class assent.question: string\n",
    "---@class assent.notice: string\n",
    alias("mark", m.marks), alias("field", m.fields), named("topic", m.topics),
    named("role", m.roles), parties_class(m.roles), opens_class(m.facts),
    values_class(m.placeholders), say_class(m.phrases),
  }
  for _, kind in ipairs { "suggest", "say", "confirm", "consent", "ask", "listen" } do
    out[#out + 1] = alias(kind .. "_state", m.effects[kind].states)
  end
  return table.concat(out, "\n")
end

-- Lua's own libraries are off: what a flow finds of them is in library.lua.
local luarc <const> = [[
{
  "runtime.version": "Lua 5.4",
  "runtime.builtin": {
    "basic": "disable", "bit": "disable", "bit32": "disable", "builtin": "enable",
    "coroutine": "disable", "debug": "disable", "ffi": "disable", "io": "disable",
    "jit": "disable", "jit.profile": "disable", "jit.util": "disable", "math": "disable",
    "os": "disable", "package": "disable", "string": "disable", "string.buffer": "disable",
    "table": "disable", "table.clear": "disable", "table.new": "disable", "utf8": "disable"
  },
  "workspace.library": [".annotations"],
  "workspace.checkThirdParty": false,
  "diagnostics.severity": {
    "undefined-field": "Error", "undefined-global": "Error", "param-type-mismatch": "Error",
    "missing-parameter": "Error", "redundant-parameter": "Error", "inject-field": "Error"
  }
}
]]

-- ---- the manual ----

local function cell(text)
  return (string.gsub(text, "|", "\\|"))
end

local function codes(list)
  local out = {}
  for i, one in ipairs(list) do out[i] = "`" .. one .. "`" end
  return table.concat(out, " ")
end

-- A field's type may have blanks inside of its brackets.
local function typed(name, rest)
  local type, said = string.match(rest, "^(%l+%b()) ?(.*)$")
  if not type then type, said = string.match(rest, "^(%l+%b<>) ?(.*)$") end
  if not type then type, said = string.match(rest, "^(%S+) ?(.*)$") end
  return { name = name, type = type, text = said }
end

-- The fields of each class.
local function classes(text)
  local all = {}
  for _, d in ipairs(declarations(text)) do
    local name = find(d.doc, "^%-%-%-@class %(exact%) ([%w_.]+)")
      or find(d.doc, "^%-%-%-@class ([%w_.]+)")
    if name then
      local fields = {}
      for _, line in ipairs(d.doc) do
        local field, rest = string.match(line, "^%-%-%-@field ([%w_]+%??) (.*)$")
        if field then fields[#fields + 1] = typed(field, rest) end
      end
      all[name] = fields
    end
  end
  return all
end

-- ".granted .via .at", and of .state what it can be.
local function result(d, types, m)
  local of = find(d.doc, "^%-%-%-@return (%S+)")
  local class = of and types[of]
  if not class then
    return of and of ~= "table" and "`" .. string.gsub(of, "^assent%.", "") .. "`" or ""
  end
  local out = {}
  for _, f in ipairs(class) do
    local kind = string.match(f.type, "^assent%.(%w+)_state$")
    if kind then
      out[#out + 1] = "`.state`: " .. table.concat(m.effects[kind].states, ", ") .. ";"
    else
      out[#out + 1] = "`." .. f.name .. "`"
    end
  end
  return (string.gsub(table.concat(out, " "), ";$", ""))
end

-- Those words whose usage is `wanted`. types: with what they give back.
local function word_rows(out, m, wanted, types)
  for _, d in ipairs(declarations(m.prelude)) do
    local usage = find(d.doc, "^%-%-%-`(.*)`$")
    if usage and wanted(usage) then
      local gives = types and " | " .. cell(result(d, types, m)) or ""
      out[#out + 1] = "| `" .. cell(usage) .. "` | " .. cell(prose(d.doc)) .. gives .. " |"
    end
  end
end

local function library_rows(out, m)
  for _, d in ipairs(declarations(m.library)) do
    local usage = find(d.doc, "^%-%-%-`(.*)`$")
    if usage then out[#out + 1] = "| `" .. cell(usage) .. "` | " .. cell(prose(d.doc)) .. " |" end
  end
end

local function begins(prefix)
  return function(usage) return string.sub(usage, 1, #prefix) == prefix end
end
local function is_time(usage)
  return string.find(usage, "^%l+%(number%)$") ~= nil
end
local function is_file(usage)
  return string.find(usage, "^%l+ {") ~= nil
end

local function field_rows(out, class)
  for _, f in ipairs(class) do
    out[#out + 1] = "| `" .. string.gsub(f.name, "?$", "") .. "` | "
      .. (string.find(f.name, "?$") and "" or "예") .. " | " .. cell(f.text) .. " |"
  end
end

local function table_of(out, title, head, fill)
  out[#out + 1] = "\n**" .. title .. "**\n"
  out[#out + 1] = "| " .. table.concat(head, " | ") .. " |"
  out[#out + 1] = "|" .. string.rep("---|", #head)
  fill()
end

local function result_rows(out, types)
  local seen = {}
  for _, name in ipairs { "answer", "confirmed", "consented", "heard" } do
    for _, f in ipairs(types["assent." .. name]) do
      if f.text ~= "" and not seen[f.name] then
        seen[f.name] = true
        out[#out + 1] = "| `." .. f.name .. "` | " .. cell(f.text) .. " |"
      end
    end
  end
end

---@param m Made
local function words_reference(m)
  local out, types = {}, classes(m.types)
  local short, long = { "이렇게 쓴다", "일어나는 일" }, { "이렇게 쓴다", "일어나는 일", "결과" }
  table_of(out, "사람에게", long, function() word_rows(out, m, begins("party:"), types) end)
  table_of(out, "케이스에서", long, function() word_rows(out, m, begins("case:"), types) end)
  table_of(out, "결과에서 읽는 것", { "이름", "뜻" }, function() result_rows(out, types) end)
  table_of(out, "괄호 안에 적는 것", { "이름", "필수", "뜻" }, function()
    field_rows(out, types["assent.values_within"])
    field_rows(out, types["assent.consent_options"])
  end)
  table_of(out, "시간", short, function() word_rows(out, m, is_time) end)
  out[#out + 1] = "\n`listen`과 `whenever`의 표시: " .. codes(m.marks)
    .. ". `whenever`에는 `notice_changed`도 쓴다."
  table_of(out, "파일", short, function() word_rows(out, m, is_file) end)
  table_of(out, "흐름의 항목", { "이름", "필수", "뜻" }, function()
    field_rows(out, types["assent.flow"])
  end)
  table_of(out, "문구의 항목", { "이름", "필수", "뜻" }, function()
    field_rows(out, types["assent.phrase"])
  end)
  return table.concat(out, "\n") .. "\n"
end

---@param m Made
local function lua_reference(m)
  local out = { "\n| 이렇게 쓴다 | 일어나는 일 |\n|---|---|" }
  library_rows(out, m)
  return table.concat(out, "\n") .. "\n"
end

local M = {}

---{ files = { path below the flows' folder -> text }, reference = { part of the manual -> what
---stands between its marks } }
---@param m Made
function M.make(m)
  return {
    files = {
      [".luarc.json"] = luarc,
      [".annotations/words.lua"] = words_file(m.prelude),
      [".annotations/types.lua"] = copied(m.types),
      [".annotations/library.lua"] = copied(m.library),
      [".annotations/names.lua"] = names_file(m),
    },
    reference = { words = words_reference(m), lua = lua_reference(m) },
  }
end

return M
