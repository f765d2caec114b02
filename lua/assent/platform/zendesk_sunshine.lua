-- The platform `zendesk_sunshine`: people who write through Sunshine Conversations (Zendesk
-- messaging), by its API v2. A person's address is the id of the conversation. Shapes and limits
-- are those of Zendesk's OpenAPI document 17.12.1.

local sent = import "assent/sunshine_words"
local url = import "assent/url"

local is_text, is_shown, words, cut = sent.is_text, sent.is_shown, sent.words, sent.cut

local TEXT_MAX = 4096 -- code points of one message
local LABEL_MAX = 20 -- Messenger cuts there; the whole label stands below the text (limits.typed)
local METADATA_MAX = 4096 -- bytes

-- Stands before each token of ours: buttons of other integrations come back in the same way.
local OURS = "assent:"
local our_payload = pattern "^assent:([A-Za-z0-9_]{1,50})\\z"
local error_code = pattern "^[A-Za-z0-9_.-]{1,60}\\z"

local settings = {
  { name = "app_id", type = "text", required = true, help = "The id of the app." },
  { name = "key_id", type = "text",
    help = "Needed by a target: the id (\"app_…\") of the API key; the secret is the key's." },
  { name = "integration_id", type = "text",
    help = "The id of our own custom integration: by it the switchboard's events tell us apart." },
  { name = "switchboard_name", type = "text",
    help = "The name of our integration on the switchboard. Without it nothing is passed to the "
      .. "agents or taken over." },
  { name = "agents", type = "text", default = "zd:agentWorkspace",
    help = "The switchboard integration of the human agents: its name, type or id." },
  { name = "hand_over", type = "text", default = "pass", choices = { "pass", "offer" },
    help = "How the agents get a conversation: passed at once, or offered until they accept." },
  { name = "conversation_field", type = "text",
    help = "The id of a ticket field that is filled with the conversation's id when the agents get "
      .. "the conversation: so a trigger of Zendesk Support can name both." },
  { name = "display_name", type = "text", help = "The name that people see our messages under." },
}

local set -- the operator's settings

-- ---- events ----

---Who is meant by an entry of the switchboard.
---@param entry table|nil {id, name, integrationId, integrationType}
---@return string holder
local function holder(entry)
  if type(entry) ~= "table" then return "nobody" end
  if is_text(set.integration_id) and entry.integrationId == set.integration_id
    or is_text(set.switchboard_name) and entry.name == set.switchboard_name then
    return "us"
  end
  for _, name in ipairs { "id", "name", "integrationId", "integrationType" } do
    if entry[name] == set.agents then return "agents" end
  end
  return "other"
end

local function has_subtype(message, wanted)
  for _, subtype in ipairs(message.author.subtypes or {}) do
    if subtype == wanted then return true end
  end
  return false
end

local function is_agent(message)
  return type(message.source) == "table" and message.source.type == set.agents
    or has_subtype(message, "agent")
end

---The token of a button of ours, or nil.
local function our_token(payload)
  local _, _, token = our_payload:find(is_text(payload) and payload or "")
  return token
end

---What stands before words that answer nothing: in a group nobody can say which of the people a
---party is; a button of somebody else answers another question; what is quoted may be an old one.
local function caveat(message, conversation)
  if conversation.type == "sdkGroup" then return "[그룹 대화의 글] " end
  if message.content.payload ~= nil then return "[다른 버튼을 누름] " end
  if message.quotedMessage ~= nil and message.content.type == "text" then
    return "[앞선 글에 대한 답장] "
  end
  return ""
end

local function of_person(message, conversation)
  local token = our_token(message.content.payload)
  if token and conversation.type ~= "sdkGroup" then
    return "press", { token = token, text = words(message.content) }
  end
  return "message", {
    text = cut(caveat(message, conversation) .. words(message.content)),
    file = not is_shown(message.content.text) and sent.file_kind(message.content) or nil,
  }
end

---Whatever anybody wrote comes in here, our own messages too: those, and what other programs say in
---the business's name, are no news to us.
local function message_event(payload)
  local message = payload.message
  local is_ours = type(message.metadata) == "table" and message.metadata.assent_key ~= nil
  local is_activity = message.activity ~= nil or has_subtype(message, "activity")
  if is_ours or is_activity or message.deleted == true then return nil end
  local event = { address = payload.conversation.id, at = message.received }
  if message.author.type == "user" then
    event.kind, event.body = of_person(message, payload.conversation)
  elseif is_agent(message) then
    local name = message.author.displayName
    event.kind = "agent_message"
    event.body = { text = cut(words(message.content)), by = is_shown(name) and name or nil }
  else
    return nil
  end
  return event
end

local function postback_event(payload, event)
  local token = our_token(payload.postback.payload)
  if not token or payload.conversation.type == "sdkGroup" then return nil end
  return { kind = "press", address = payload.conversation.id, at = event.createdAt,
           body = { token = token } }
end

---The code of an error or nil: Zendesk's own words about it may hold more than the log may.
local function code_of(failure)
  local code = type(failure) == "table" and failure.code
  return is_text(code) and error_code:test(code) and code or nil
end

local function failure_event(payload, event)
  local channel = type(payload.destination) == "table" and payload.destination.type
  local named = is_text(channel) and error_code:test(channel)
  return { kind = "undelivered", address = payload.conversation.id, at = event.createdAt, body = {
    message = payload.message.id,
    reason = named and sentence("zendesk.not_shown_in", { channel = channel })
      or sentence "zendesk.not_shown",
    code = code_of(payload.error),
    final = payload.isFinalEvent,
  } }
end

local function delivered_event(payload, event)
  return { kind = "delivered", address = payload.conversation.id, at = event.createdAt,
           body = { message = payload.message.id } }
end

---What we did ourselves comes back with our metadata, late or behind what others did since.
local function is_own_change(payload)
  return type(payload.metadata) == "table" and payload.metadata.assent_key ~= nil
    and payload.reason == nil and payload.error == nil
end

---Who answers the person from here on. Of a failed attempt: who still does.
local function control_event(payload, event)
  if is_own_change(payload) then return nil end
  local c = payload.conversation
  local pending = c.pendingSwitchboardIntegration
  return { kind = "control", address = c.id, at = event.createdAt, body = {
    holder = holder(c.activeSwitchboardIntegration),
    offered = type(pending) == "table" and holder(pending) or nil,
    reason = payload.reason,
    failed = payload.error ~= nil and (code_of(payload.error) or "unknown") or nil,
  } }
end

---Two conversations of one person became one: who is known by the old id is found by the new one.
local function merge_event(payload, event)
  local merged = payload.mergedConversations
  if type(merged) ~= "table" then return nil end
  return { kind = "moved", address = merged.discarded.id, at = event.createdAt,
           body = { to = merged.surviving.id } }
end

-- Types that are not here, and those that Zendesk will think of, are no news for a case.
local readers = {
  ["conversation:message"] = message_event,
  ["conversation:postback"] = postback_event,
  ["conversation:message:delivery:failure"] = failure_event,
  ["conversation:message:delivery:user"] = delivered_event,
  ["switchboard:passControl"] = control_event,
  ["switchboard:acceptControl"] = control_event,
  ["switchboard:releaseControl"] = control_event,
  ["switchboard:offerControl"] = control_event,
  ["switchboard:passControl:failure"] = control_event,
  ["switchboard:acceptControl:failure"] = control_event,
  ["switchboard:offerControl:failure"] = control_event,
  ["user:merge"] = merge_event,
}

local function read(event)
  local reader = readers[event.type]
  local found = reader and reader(event.payload, event)
  if not found then return nil end
  if not is_text(event.id) or not is_text(found.address) then error("an id is missing", 0) end
  found.id = event.id
  return found
end

---All events of a delivery. One that cannot be read does not take the others along: it is an event
---with an `error`, for the operator.
---@return table[] events
local function decode(_, body)
  if type(body) ~= "table" or type(body.events) ~= "table" then
    error("expected {\"events\": […]}", 0)
  end
  if type(body.app) == "table" and body.app.id ~= set.app_id then
    error("app.id is not that of settings.app_id: this webhook is of another app", 0)
  end
  local events = {}
  for _, event in ipairs(body.events) do
    local ok, found = pcall(read, event)
    if not ok then
      local type_name = type(event) == "table" and tostring(event.type) or "none"
      found = { error = "an event of type " .. type_name .. " is not as Zendesk describes it" }
    end
    events[#events + 1] = found or nil
  end
  return events
end

-- ---- calls ----

local function conversation_path(effect, rest)
  if not is_text(effect.address) then error("address: expected the id of a conversation", 0) end
  local app, conversation = url.part(set.app_id), url.part(effect.address)
  return "/v2/apps/" .. app .. "/conversations/" .. conversation .. rest
end

local function label(text)
  if utf8.len(text) <= LABEL_MAX then return text end
  return text:sub(1, utf8.offset(text, LABEL_MAX) - 1) .. "…"
end

---Our key goes along in the metadata: by it alone a message is found whose answer was lost.
local function message_call(effect, step)
  local path = conversation_path(effect, "/messages")
  if step == "look" then return { method = "GET", path = path } end
  if (utf8.len(effect.text) or 0) > TEXT_MAX then
    error("text: longer than " .. TEXT_MAX .. " characters, which no message may be", 0)
  end
  local actions = {}
  for i, one in ipairs(effect.buttons or {}) do
    actions[i] = { type = "reply", text = label(one.label), payload = OURS .. one.token }
  end
  return { path = path, body = {
    author = { type = "business", displayName = set.display_name },
    content = { type = "text", text = effect.text, actions = #actions > 0 and actions or nil },
    metadata = { assent_key = effect.key },
  } }
end

---Flat, or Zendesk refuses it. Some keys fill the ticket: "dataCapture.ticketField.360001" a field,
---"dataCapture.systemField.tags" its tags, "first_message_id" says where its history begins.
local function control_metadata(effect)
  local metadata, bytes = { assent_key = effect.key }, #effect.key
  for name, value in pairs(effect.metadata or {}) do
    if type(value) == "table" then
      error("metadata." .. name .. ": expected a text, a number or a boolean", 0)
    end
    metadata[name], bytes = value, bytes + #name + #tostring(value) + 6
  end
  if is_text(set.conversation_field) and effect.to == "agents" then
    metadata["dataCapture.ticketField." .. set.conversation_field] = effect.address
    bytes = bytes + 100
  end
  if bytes > METADATA_MAX then error("metadata: more than 4 KB", 0) end
  return metadata
end

---The action, and to whom.
local function control_action(effect)
  if effect.to == "agents" then
    return set.hand_over == "offer" and "/offerControl" or "/passControl", set.agents
  end
  if effect.to == "nobody" then return "/releaseControl" end
  if effect.to ~= "us" then error("to: expected agents, us or nobody", 0) end
  if effect.offered then return "/acceptControl" end
  if not is_text(set.switchboard_name) then
    error("settings.switchboard_name: is needed to take over a conversation", 0)
  end
  return "/passControl", set.switchboard_name
end

local function control_call(effect, step)
  if step == "look" then return { method = "GET", path = conversation_path(effect, "") } end
  local action, target = control_action(effect)
  return { path = conversation_path(effect, action),
           body = { switchboardIntegration = target, metadata = control_metadata(effect) } }
end

local calls = { message = message_call, control = control_call }

---@return table call {method?, path, body?}
local function encode(effect, step)
  local call = calls[effect.kind]
  if not call then
    error("zendesk_sunshine does messages and control, not '" .. tostring(effect.kind) .. "'", 0)
  end
  return call(effect, step)
end

-- ---- answers ----

local refusals = {
  [400] = sentence "zendesk.refused",
  [404] = sentence "zendesk.no_chat",
  [413] = sentence "zendesk.too_large",
  [423] = sentence "zendesk.full",
}

local function refused(status, body)
  local code = code_of(type(body) == "table" and type(body.errors) == "table" and body.errors[1])
  local why = refusals[status]
  local reason = code and sentence("with_code", { why = why, code = code }) or why
  return { state = "refused", reason = reason }
end

---The list is its last page: the newest 100 messages. There may be more before them, so what is not
---among them has not arrived only if the page reaches back to the time of the first attempt.
local function found_message(effect, body)
  local oldest
  for _, message in ipairs(body.messages) do
    local metadata = message.metadata
    if type(metadata) == "table" and metadata.assent_key == effect.key then
      return { state = "sent", id = message.id }
    end
    local at = message.received
    oldest = is_text(at) and (not oldest or at < oldest) and at or oldest
  end
  local has_more = type(body.meta) == "table" and body.meta.hasMore == true
  if has_more and is_text(effect.tried_at) and oldest and oldest > effect.tried_at then
    return { state = "unknown" }
  end
  return { state = "absent" }
end

local function found_control(effect, body)
  local c = body.conversation
  local is_held = holder(c.activeSwitchboardIntegration) == effect.to
  local is_offered = effect.to == "agents" and set.hand_over == "offer"
    and holder(c.pendingSwitchboardIntegration) == "agents"
  return { state = (is_held or is_offered) and "sent" or "absent" }
end

local function looked(effect, response)
  local body = type(response.body) == "table" and response.body or {}
  if effect.kind == "message" and type(body.messages) == "table" then
    return found_message(effect, body)
  end
  if effect.kind == "control" and type(body.conversation) == "table" then
    return found_control(effect, body)
  end
  return { state = "later" } -- not what a look is answered with: look again
end

---@return table|nil verdict nil: what its status says
local function answer(effect, response, step)
  local status, body = response.status, response.body
  if status == 429 then return { state = "later" } end
  if refusals[status] then return refused(status, body) end
  if status == 403 and effect.kind == "control" and effect.to ~= "agents" then
    return { state = "refused", reason = sentence "zendesk.no_control" }
  end
  if status < 200 or status > 299 then return nil end
  if step == "look" then return looked(effect, response) end
  local first = type(body) == "table" and type(body.messages) == "table" and body.messages[1]
  return { state = "sent", id = type(first) == "table" and first.id or nil }
end

-- ---- for assent doctor ----

local function probe()
  return { method = "GET", path = "/v2/apps/" .. url.part(set.app_id) }
end

---A key of a custom integration reaches people and conversations, but not the app's own settings.
---@return table|nil verdict nil: what its status says
local function probed(response)
  local status = response.status
  local app = type(response.body) == "table" and response.body.app
  if status == 403 then
    return { state = "unknown", reason = "the key may not read the app's own settings, as a key of "
      .. "a custom integration may not: whether it can send shows with the first message" }
  end
  if status == 404 then
    return { state = "refused", reason = "it knows no app of settings.app_id" }
  end
  if status == 200 and not (type(app) == "table" and app.id == set.app_id) then
    return { state = "refused", reason = "what answers is not Sunshine Conversations: the url ends "
      .. "in \"/sc\"" }
  end
  return nil
end

local adapter = {
  settings = settings,
  verify = "api_key",
  entry = {
    at = "in the Admin Center, Apps and integrations > Integrations > Conversations integrations, "
      .. "as the webhook endpoint URL",
    secret = "secret_file holds the shared secret that is shown when the integration is saved",
    again = "Zendesk waits 20 s for an answer and tries five times within 15 minutes",
  },
  probe = probe,
  probed = probed,
  headers = {},
  looks = true,
  limits = { text = TEXT_MAX, typed = true },
  decode = decode,
  encode = encode,
  answer = answer,
}

---Only who is on the switchboard can take a conversation over, and know that he has it.
function adapter.setup(given)
  set = given
  if is_text(given.integration_id) and not is_text(given.switchboard_name) then
    error("switchboard_name: is needed with integration_id, or a conversation that is given to us "
      .. "could not be taken nor passed on", 0)
  end
  adapter.controls = is_text(given.switchboard_name)
  if is_text(given.key_id) then adapter.authorize = { scheme = "basic", user = given.key_id } end
end

return adapter
