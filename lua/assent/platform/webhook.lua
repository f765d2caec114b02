-- The platform `webhook`: any system that speaks JSON signed by Standard Webhooks 1.0, in both
-- directions. Bodies are described in docs/openapi.yaml under "webhooks".

local kinds = {
  ["case.open"] = "open",
  ["message.received"] = "message",
  ["button.pressed"] = "button",
  ["suggestion.used"] = "suggestion",
  ["words.said"] = "words",
  ["answer.attested"] = "attest",
  ["field.given"] = "field",
  ["mark.set"] = "mark",
  ["mode.set"] = "mode",
  ["note.added"] = "note",
  ["case.close"] = "close",
  ["message.resolved"] = "resolve",
}

-- The members that events have. What else a sender adds about his own affairs goes no further: to
-- carry it on would be half of the work of taking an event in.
local members = {}
for _, name in ipairs {
  "flow", "facts", "parties", "party", "text", "question", "choice", "suggestion", "act", "reason",
  "override", "answer", "method", "words", "field", "value", "declined", "mark", "to", "mode",
  "outcome", "message", "by",
} do members[name] = true end

---One event of a verified delivery. `type` names it, `data` has its members, `data.case` the case.
---@param delivery table {headers: table<string, string>}; webhook-id is the event's id
---@param body table {type: string, timestamp?: string, data: table}
---@return table[] events {id, kind, case, at, body}
local function decode(delivery, body)
  if type(body) ~= "table" or type(body.data) ~= "table" then
    error("expected {\"type\": …, \"data\": {…}}", 0)
  end
  local kind = kinds[body.type]
  if not kind then error("type '" .. tostring(body.type) .. "' is not known", 0) end
  local data = body.data
  if kind ~= "open" and type(data.case) ~= "string" then
    error("data.case: expected a case id", 0)
  end
  local own = pick(data, members)
  local id = delivery.headers["webhook-id"]
  return { { id = id, kind = kind, case = data.case, at = data.at, body = own } }
end

---Left out where there are none; the token is for platforms that know nothing of our questions.
local function buttons_of(effect)
  local list
  for i, button in ipairs(effect.buttons) do
    list = list or {}
    list[i] = { id = button.id, label = button.label }
  end
  return list
end

---The call for a message to a person. The receiver drops a second copy by webhook-id: our key.
---@param effect table {case, party, message, text, buttons, question?, address?, key, from}
---@return table {body: table}
local function encode(effect)
  return {
    body = {
      type = "message.send",
      data = {
        case = effect.case,
        party = effect.party,
        message = effect.message,
        key = effect.key,
        address = effect.address,
        from = effect.from,
        text = effect.text,
        question = effect.question,
        buttons = buttons_of(effect),
      },
    },
  }
end

return {
  verify = "standard",
  entry = {
    at = "in the system that sends",
    secret = "it signs by Standard Webhooks with what secret_file holds",
    again = "for \"later\" it is answered 503 with Retry-After, and must send the same again",
  },
  authorize = { scheme = "standard" },
  headers = { "webhook-id" },
  id_header = "webhook-id",
  keyed = true,
  decode = decode,
  encode = encode,
}
