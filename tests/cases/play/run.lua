-- The reader of .play files on data. Run by tests/unit/test_play_files.c
--   good/<name>.play   read as good/<name>.expected says
--   bad/<name>.play    refused with a text that holds what its first line names ("# 기대: …")
--   flows/*/*.play     read; and what is written of them is read as the same
package.path = "lua/?.lua;" .. package.path
function import(name) return require((name:gsub("/", "."))) end -- as trusted Lua has it
local play, writer = require "assent.play", require "assent.play_write"

local count, failed = 0, 0

local function check(name, ok, why)
  count = count + 1
  if not ok then failed = failed + 1 end
  print((ok and "ok " or "not ok ") .. count .. " - " .. name)
  if not ok then print("# " .. tostring(why)) end
end

local function read(path)
  local f <close> = assert(io.open(path, "rb"))
  return f:read "a"
end

local function files(pattern)
  local out = {}
  local p <close> = assert(io.popen("ls " .. pattern))
  for path in p:lines() do out[#out + 1] = path end
  assert(#out > 0, "no files: " .. pattern)
  return out
end

local function sorted_keys(t)
  local keys = {}
  for k in pairs(t) do keys[#keys + 1] = k end
  table.sort(keys)
  return keys
end

-- "line=8 party=caller", the fields in order of their names
local function fields(t)
  local out = {}
  for _, k in ipairs(sorted_keys(t)) do
    if k ~= "kind" then out[#out + 1] = k .. "=" .. tostring(t[k]) end
  end
  return table.concat(out, " ")
end

-- Without the numbers of lines: comments and blank lines are not written again.
local function without_lines(p)
  for _, act in ipairs(p.acts or {}) do act.line = nil end
  for _, act in ipairs(p.told or {}) do act.line = nil end
  for _, party in pairs(p.parties or {}) do party.line = nil end
  return p
end

local function described(p)
  if p.error then return p.error end
  local out = { "title: " .. p.title, "flow: " .. p.flow }
  for _, k in ipairs(sorted_keys(p.facts)) do
    out[#out + 1] = "fact: " .. k .. "=" .. tostring(p.facts[k])
  end
  for _, k in ipairs(sorted_keys(p.parties)) do
    out[#out + 1] = k .. ": " .. fields(p.parties[k])
  end
  if p.begins_ms then out[#out + 1] = "begins: " .. p.begins_ms end
  for _, act in ipairs(p.told or {}) do out[#out + 1] = "told: " .. act.kind .. " " .. fields(act) end
  for _, act in ipairs(p.acts) do out[#out + 1] = act.kind .. " " .. fields(act) end
  return table.concat(out, "\n") .. "\n"
end

local here = "tests/cases/play/"

for _, path in ipairs(files(here .. "good/*.play")) do
  local text, expected = read(path), read((path:gsub("%.play$", ".expected")))
  check(path, described(play.parse(text, path)) == expected, described(play.parse(text, path)))
  local windows = "\u{FEFF}" .. text:gsub("\n", "\r\n")
  check(path .. ", BOM and CRLF", described(play.parse(windows, path)) == expected, "differs")
end

for _, path in ipairs(files(here .. "bad/*.play")) do
  local text = read(path)
  local expected = text:match("^# 기대: ([^\n]*)")
  local e = play.parse(text, path).error
  if not expected then
    check(path, false, "its first line must be '# 기대: …'")
  elseif not e then
    check(path, false, "was read without an error")
  else
    check(path, e:find(path .. ":", 1, true) == 1 and e:find(expected, 1, true), e)
  end
end

for _, path in ipairs(files("flows/*/*.play")) do
  local p = play.parse(read(path), path)
  check(path, not p.error, p.error)
  local folder = path:match("flows/([^/]+)/")
  check(path .. " names its own flow", p.flow == folder, "flow: " .. tostring(p.flow))
end

-- What is written of a play, in either language, is read as the same play.
local function written(path)
  local p = without_lines(play.parse(read(path), path))
  for _, language in ipairs { "ko", "en" } do
    local w = writer.write(p, language)
    local again = w.text and described(without_lines(play.parse(w.text, path)))
    check(path .. " written in " .. language .. " and read again", again == described(p),
      w.error or w.text)
  end
end
written(here .. "good/every_line.play")
written(here .. "good/english.play")

-- Every fault of a play has its English words, and none of them Korean but what stands in the play.
for _, path in ipairs(files(here .. "bad/*.play")) do
  local text = read(path)
  local e = play.parse(text, path, "en").error
  local told = e:gsub("'[^']*'", ""):gsub("^%S+:%d+: ", "")
  check(path .. " is refused in English", not told:find("[\xEA-\xED][\x80-\xBF][\x80-\xBF]"), e)
end
for _, path in ipairs(files("flows/*/*.play")) do written(path) end

local function act_written(name, act, line)
  local w = writer.line(act, {})
  check(name, (w.line or w.error):find(line, 1, true) == 1, w.line or w.error)
end
act_written("a message of two lines is one line", { kind = "message", party = "caller", text = "네\n아니요" }, "호출자: 네 아니요")
act_written("a notice of two lines is known by its first", { kind = "said", party = "caller", text = "가\n나" }, "안내(호출자): 가…")
act_written("half a second is a second", { kind = "later", ms = 86400500 }, "1일 1초 뒤")
act_written("a message that would be a button is refused", { kind = "message", party = "caller", text = "[네" }, "'[네': 대괄호로")
act_written("an act that no line can tell is refused", { kind = "dance" }, "'dance': .play에 없는 줄")

-- Cut or damaged anywhere, a play is read or refused with its place: nothing is raised.
local whole = read(here .. "good/every_line.play")
local raised
for cut = 0, #whole do
  for _, text in ipairs { whole:sub(1, cut), whole:sub(1, cut) .. "\xff" .. whole:sub(cut + 2) } do
    local ok, p = pcall(play.parse, text, "cut.play")
    if not ok or p.error and not p.error:find("^cut%.play:%d+: ") then
      raised = raised or tostring(ok and p.error or p)
    end
  end
end
check("a play cut or damaged at any byte", not raised, tostring(raised))

print("1.." .. count)
return failed == 0
