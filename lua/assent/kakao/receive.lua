-- receive.lua: what comes in on the consultation pipe (상담톡). Kakao's hub calls its dealer, the
-- dealer calls us; each wraps the same facts in his own way, and one relay was seen to use three
-- spellings of the keys at once (headers, snake_case, camelCase). So all are looked for everywhere.

local error, import, ipairs, pattern, sentence, string, table, type =
  error, import, ipairs, pattern, sentence, string, table, type
local kakao = import "assent/kakao"
local _ENV <const> = nil

local of, text_of = kakao.of, kakao.text

local receive = {}

receive.headers = { "x-service-key", "x-user-key", "x-event-key" }

local last_part = pattern "([A-Za-z_]+)/*\\z"
local marked = pattern "^(.+) \\(([0-9]{1,9})\\)\\z"
local web = pattern "^https?://"

-- ---- who, where, when ----

---The first of these members that is there, in the body or its meta.
local function member(body, ...)
  for _, name in ipairs { ... } do
    local found = text_of(of(body, name)) or text_of(of(of(body, "meta"), name))
    if found then return found end
  end
end

---Raises where a channel is named that is not ours: the keys of its people would mean nothing here.
local function check_sender(delivery, body, sender_key)
  local by_header = delivery.headers["x-service-key"] or sender_key
  local by_body = member(body, "sender_key", "senderKey", "service_key", "serviceKey") or sender_key
  if by_header ~= sender_key or by_body ~= sender_key then
    error("another channel's sender key: see settings.sender_key", 0)
  end
end

---What all events of a delivery have in common.
local function envelope(delivery, body, what)
  local headers = delivery.headers
  local user = headers["x-user-key"] or member(body, "user_key", "userKey")
  if not user then error("no user key, neither in X-User-Key nor in the body", 0) end
  local session = member(body, "session_id", "sessionId") or headers["x-event-key"]
  local time = member(body, "time", "created")
  local serial = member(body, "serial_number", "serialNumber")
  local id = serial
  if not id and time then -- a person does one thing of a kind within one millisecond
    id = table.concat({ what, user, session or "", time }, "/")
  end
  return {
    id = id,
    at = kakao.time(time),
    address = kakao.key(user, "user key"),
    session = session,
  }
end

---An event of this envelope; `part` keeps the ids of several apart.
local function event(e, kind, body, part)
  return {
    id = e.id and part and e.id .. "#" .. part or e.id,
    kind = kind,
    at = e.at,
    address = e.address,
    session = e.session,
    body = body,
  }
end

-- ---- messages ----

local files = {
  image = "[사진]", photo = "[사진]", video = "[동영상]", audio = "[음성]", file = "[파일]",
}
local file_kinds = { photo = "image" }

-- What was gathered from the parts of one message: { texts, file?, more?, extra?, words }.
local function add_text(found, text, url)
  local words = text_of(text)
  if words then
    table.insert(found.texts, words)
    found.words = found.words + 1
  end
  url = text_of(url)
  if not url then return end
  -- To take the beginning for the whole could turn a condition into consent.
  if not web:test(url) then error("attachment.url: expected an http address", 0) end
  found.more = found.more or url
end

local function add_file(found, kind, comment)
  local name = files[kind] or files.file
  comment = text_of(comment)
  table.insert(found.texts, comment and name .. " " .. comment or name)
  found.file = found.file or file_kinds[kind] or (files[kind] and kind) or "file"
end

---The token of a pressed button. The raw hub has it as `extra`; where DKT puts it is not written.
local function add_extra(found, object)
  local extra = of(object, "extra") or of(of(object, "attachment"), "extra")
  if kakao.is_token(extra) then found.extra = found.extra or extra end
end

---DKT: chapters of sections.
local function read_chapters(found, body)
  for _, chapter in ipairs(body.chapters) do
    add_extra(found, chapter)
    for _, section in ipairs(of(chapter, "sections") or {}) do
      add_extra(found, section)
      if of(section, "type") == "text" then
        add_text(found, section.data, of(section.attachment, "url"))
      elseif text_of(of(section, "type")) then
        add_file(found, text_of(section.display) or section.type)
      end
    end
  end
end

---The raw hub, and Happytalk who hands it on: a type, and contents of it.
local function read_contents(found, body)
  local kind = text_of(body.type) or "text"
  for _, one in ipairs(body.contents) do
    if kind == "text" then
      add_text(found, one)
    else
      add_file(found, kind, of(one, "comment"))
    end
  end
  if kind == "text" then
    add_text(found, nil, of(of(body, "attachment"), "url"))
  elseif #found.texts == 0 then
    add_file(found, kind)
  end
end

local function read_message(body)
  local found = { texts = {}, words = 0 }
  add_extra(found, body)
  add_extra(found, of(body, "meta"))
  if type(of(body, "chapters")) == "table" then
    read_chapters(found, body)
  elseif type(of(body, "contents")) == "table" then
    read_contents(found, body)
  else
    error("a message without \"chapters\" and without \"contents\"", 0)
  end
  if #found.texts == 0 then error("a message without a text or a file", 0) end
  return found
end

---The question and the label, where the button's name was marked with its question.
local function read_mark(text)
  local _, _, label, n = marked:find(text)
  if label then return "q" .. n, label end
end

---@param e table envelope
---@param body table
---@param own table settings
local function message(e, body, own)
  if not e.id then
    error("a message without a serial number or a time: its copy could not be told from it", 0)
  end
  local found = read_message(body)
  local text, question, label = table.concat(found.texts, "\n"), nil, nil
  if own.press == "label" and #found.texts == 1 and not found.more then
    question, label = read_mark(text)
  end
  if found.extra then
    return { event(e, "press", { token = found.extra, text = label or text }) }
  end
  if question then return { event(e, "press", { question = question, text = label }) } end
  local file = found.words == 0 and found.file or nil -- with words beside it, these are read
  local said = { text = text, more = found.more, file = file }
  local opening = kakao.opening(own, { n = 1, "*" }, e.address, "assist")
  if not opening then return { event(e, "message", said) } end
  opening.text, opening.more, opening.file = said.text, said.more, said.file
  return { event(e, "open", opening) }
end

-- ---- the others ----

---A person asked for a consultation, be it for the first time or within one that runs. Only what he
---came with now counts: `last_reference` is of an earlier time.
local function reference(e, body, own)
  local now = of(body, "reference")
  local extra = text_of(of(now, "extra")) or text_of(of(now, "text"))
  local events = { event(e, "session", { open = true }, "session") }
  local opening = kakao.opening(own, { n = 1, extra }, e.address, "assist")
  if opening then
    table.insert(events, event(e, "open", opening, "open"))
  elseif kakao.is_token(extra) then
    table.insert(events, event(e, "reached", { token = extra }, "reached"))
  end
  return events
end

local function expired_session(e)
  return { event(e, "session", {
    open = false,
    reason = sentence "consult.expired",
  }) }
end

local function personal_info(e, body)
  local given = of(body, "personal_info") or of(body, "personalInfo")
  local contact = {
    name = text_of(of(given, "nickname")) or text_of(of(given, "name")),
    phone = kakao.phone(of(given, "phone_number") or of(given, "phoneNumber")),
  }
  if not contact.name and not contact.phone then
    error("personal_info: neither a nickname nor a phone_number", 0)
  end
  return { event(e, "contact", contact) }
end

---That a person read the room decides nothing.
local function seen_info()
  return {}
end

local kinds = {
  message = message,
  reference = reference,
  expired_session = expired_session,
  personal_info = personal_info,
  seen_info = seen_info,
}

---Some dealers have one address for all.
local function kind_by_body(body)
  if of(body, "chapters") or of(body, "contents") then return "message" end
  if of(body, "personal_info") or of(body, "personalInfo") then return "personal_info" end
  if of(body, "reference") or of(body, "last_reference") then return "reference" end
end

---@param delivery table {path: string, headers: table<string, string>}
---@param body table
---@param own table settings
---@return table[] events
function receive.decode(delivery, body, own)
  if type(body) ~= "table" then error("expected a JSON object", 0) end
  local _, _, last = last_part:find(delivery.path or "")
  local what = last and kinds[last] and last or kind_by_body(body)
  if not what then
    error(string.format("path '%s': expected one that ends in reference, message, "
      .. "expired_session, seen_info or personal_info", delivery.path or ""), 0)
  end
  check_sender(delivery, body, own.sender_key)
  return kinds[what](envelope(delivery, body, what), body, own)
end

return receive
