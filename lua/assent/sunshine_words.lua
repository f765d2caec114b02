-- sunshine_words.lua: what a person sent by Sunshine Conversations, in words. The shapes are
-- those of Zendesk's OpenAPI document 17.12.1.

local HEARD_MAX = 4000 -- of a person's text the engine takes no more (src/event_agent.h)
local shown = pattern "[^\\s\\p{Cf}]"

local function is_text(v)
  return type(v) == "string" and v ~= ""
end

---Does anything in it meet the eye?
local function is_shown(v)
  return type(v) == "string" and shown:test(v)
end

-- What is in square brackets is told to the agent and never read as an answer to a question of ours
-- (lua/assent/understand): a photo is no consent, whatever is written below it.

local function location_words(content)
  local place = type(content.location) == "table" and content.location or {}
  local parts = {}
  if is_shown(place.name) then parts[1] = place.name end
  if is_shown(place.address) then parts[#parts + 1] = place.address end
  local at = type(content.coordinates) == "table" and content.coordinates or {}
  if #parts == 0 and type(at.lat) == "number" and type(at.long) == "number" then
    parts[1] = string.format("%.5f, %.5f", at.lat, at.long)
  end
  return #parts > 0 and "[위치: " .. table.concat(parts, ", ") .. "]" or "[위치]"
end

local function form_words(content)
  if is_shown(content.textFallback) then return "[양식 응답] " .. content.textFallback end
  local lines = { "[양식 응답]" }
  for _, field in ipairs(type(content.fields) == "table" and content.fields or {}) do
    local value = field.text or field.email
    if is_shown(value) then lines[#lines + 1] = tostring(field.label) .. ": " .. value end
  end
  return table.concat(lines, "\n")
end

---What was sent: image, video, audio or file; nil: no file at all.
local function file_kind(content)
  if content.type == "image" then return "image" end
  if content.type ~= "file" then return nil end
  local media = is_text(content.mediaType) and content.mediaType:sub(1, 6)
  return media == "audio/" and "audio" or media == "video/" and "video" or "file"
end

local file_words = { video = "동영상", audio = "음성", file = "파일" }

local function file_name(content)
  local what = file_words[file_kind(content)]
  if is_shown(content.altText) then what = what .. ": " .. content.altText end
  return "[" .. what .. "]"
end

local in_words = {
  image = function() return "[사진]" end,
  file = file_name,
  location = location_words,
  form = function() return "[양식]" end,
  formResponse = form_words,
  carousel = function() return "[목록]" end,
  list = function() return "[목록]" end,
  template = function() return "[서식 메시지]" end,
}

---One text, with what else came along in front of it.
---@param content table as Sunshine has it
---@return string
local function words(content)
  local text = is_shown(content.text) and content.text or nil
  if content.type == "text" then return text or "[내용 없는 메시지]" end
  local told = in_words[content.type]
  told = told and told(content) or "[알 수 없는 형식의 메시지]"
  local is_repeated = content.type == "formResponse" or content.type == "location"
  return text and not is_repeated and told .. " " .. text or told
end

---At most as much as the engine takes; what is left out is said.
local function cut(text)
  local n = utf8.len(text)
  if not n or n <= HEARD_MAX then return text end
  local note = " [너무 길어 뒤를 줄였습니다]"
  return text:sub(1, utf8.offset(text, HEARD_MAX - utf8.len(note) + 1) - 1) .. note
end

return { is_text = is_text, is_shown = is_shown, words = words, cut = cut, file_kind = file_kind }
