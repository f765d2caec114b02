-- The platform `zendesk_support`: the agents' tickets. In: what triggers and event subscriptions
-- send (a case begins, a ticket is solved, ticket and conversation belong together). Out: internal
-- notes and tags. The address of a desk is the id of its ticket. Shapes: Zendesk's OpenAPI document
-- of 2025-06.

local url = import "assent/url"

-- Zendesk cuts a comment at 64 kB without a word; the rest is room for the sentence that says so.
local NOTE_MAX_BYTES = 60 * 1024
local CUT_HERE = "[메모가 너무 길어 여기서 줄였습니다. 전체 내용은 Assent 화면에 있습니다.]"
local WORD_JOINER = "\u{2060}"

local settings = {
  { name = "authorization", type = "text", default = "oauth", choices = { "oauth", "api_token" },
    help = "How a target's calls prove themselves: an OAuth client, or an API token, which "
      .. "Zendesk ends on 2027-04-30." },
  { name = "client_id", type = "text",
    help = "Needed by a target with oauth: the OAuth client's unique identifier." },
  { name = "scope", type = "text", default = "tickets:read tickets:write",
    help = "Of the OAuth token; \"read write\" where the account knows no finer ones." },
  { name = "agent_email", type = "text",
    help = "Needed by a target with api_token: in whose name the notes are written." },
  { name = "desk", type = "text",
    help = "Of a source: the name of the target by which notes reach the ticket of a case." },
  { name = "fields", type = "object", default = {},
    help = "Of a source: how facts and parties come out of the fields of a trigger's body, as "
      .. "{\"topic\": {\"from\": \"topic\", \"values\": {\"tag_accident\": \"accident\"}}, "
      .. "\"caller.address\": \"conversation\", \"caller.member\": {\"default\": true}}." },
  { name = "flow_tags", type = "object", default = {},
    help = "Of a source: tags that choose a flow, as {\"third_party\": \"vehicle_owner\"}; without "
      .. "one the facts choose it." },
}

local set, mapping -- the operator's settings; fields, read

local function is_text(v)
  return type(v) == "string" and v ~= ""
end

-- ---- settings ----

local function names(list)
  local found = {}
  for _, name in ipairs(list) do found[name] = true end
  return found
end

-- What a case can be opened with (docs/case.schema.json): a wrong name shows at the start, not at
-- the first case.
local fact_names = names { "topic", "trip_date", "origin", "destination", "agent_name",
                           "caller_is_passenger", "booked_for_other", "inbound" }
local roles = names { "caller", "passenger", "spouse", "vehicle_owner", "other", "driver" }
local party_keys = names { "member", "phone", "platform", "address", "mode", "language" }

---"topic" -> nil, "topic"; "caller.address" -> "caller", "address".
local function split_name(name)
  local dot = name:find(".", 1, true)
  local role, key = dot and name:sub(1, dot - 1), dot and name:sub(dot + 1) or name
  if role and not (roles[role] and party_keys[key]) or not role and not fact_names[key] then
    error("fields." .. name .. ": expected a fact such as \"topic\" or a part of a party such as "
      .. "\"caller.address\" (docs/case.schema.json)", 0)
  end
  return role, key
end

---"topic" or "caller.address" and what it is made of.
local function read_field(name, how)
  local function refuse(why) error("fields." .. name .. ": " .. why, 0) end
  local role, key = split_name(name)
  if type(how) == "string" then how = { from = how } end
  if type(how) ~= "table" then refuse("expected a name, or {from, values, default}") end
  if how.from == nil and how.default == nil then refuse("needs \"from\" or \"default\"") end
  if how.from ~= nil and not is_text(how.from) then refuse("from: expected a name") end
  if how.values ~= nil and type(how.values) ~= "table" then
    refuse("values: expected {\"tag\": value}")
  end
  return { name = name, role = role, key = key,
           from = how.from, values = how.values, default = how.default }
end

local function read_mapping(fields)
  local list = {}
  for name, how in pairs(fields) do list[#list + 1] = read_field(name, how) end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

-- ---- a case begins ----

local function is_filled(field, given)
  local raw = given[field.from]
  return raw ~= nil and raw ~= ""
end

---What a field of the body means; nil: it is not filled in.
local function value_of(field, given)
  if not field.from or not is_filled(field, given) then return field.default end
  local raw = given[field.from]
  if not field.values then return raw end
  local value = field.values[tostring(raw)]
  if value == nil then
    error("fields." .. field.from .. ": '" .. tostring(raw) .. "' is not among settings.fields."
      .. field.name .. ".values", 0)
  end
  return value
end

---Facts and parties. A party whose fields in the body are all empty takes no part in the case.
local function facts_and_parties(given)
  local facts, parties, empty = {}, {}, {}
  for _, field in ipairs(mapping) do
    local role = field.role
    if role then parties[role] = parties[role] or {} end
    local into = role and parties[role] or facts
    into[field.key] = value_of(field, given)
    if role and field.from then
      empty[role] = empty[role] ~= false and not is_filled(field, given)
    end
  end
  for role, is_empty in pairs(empty) do
    if is_empty then parties[role] = nil end
  end
  return facts, parties
end

---The flow of the one tag that chooses one; where several do, the facts, or the agent, must.
local function flow_of(tags)
  local found
  for tag in pairs(tags) do
    local flow = set.flow_tags[tag]
    if flow and found and found ~= flow then return nil end
    found = flow or found
  end
  return found
end

---Tags come as one text with spaces between, or as a list.
local function tag_set(tags)
  local found = {}
  if type(tags) == "table" then
    for _, tag in ipairs(tags) do found[tag] = true end
  elseif type(tags) == "string" then
    local from = 1
    while from <= #tags do
      local to = tags:find(" ", from, true) or #tags + 1
      if to > from then found[tags:sub(from, to - 1)] = true end
      from = to + 1
    end
  end
  return found
end

local function ticket_of(v)
  if math.type(v) == "integer" then v = tostring(v) end
  if not is_text(v) then error("ticket: expected \"{{ticket.id}}\"", 0) end
  return v
end

---The name of what a trigger sent: the same firing sent again has the same one, whatever header
---comes with it. Without a stamp: nil, and the invocation's id names it.
local function trigger_id(body, ticket)
  if not is_text(body.stamp) then return nil end
  return body.assent .. ":" .. ticket .. ":" .. body.stamp
end

local function case_open(body)
  local ticket = ticket_of(body.ticket)
  local given = type(body.fields) == "table" and body.fields or {}
  local facts, parties = facts_and_parties(given)
  return { id = trigger_id(body, ticket), kind = "open", body = {
    facts = facts,
    parties = parties,
    flow = flow_of(tag_set(body.tags)),
    desk = is_text(set.desk) and { platform = set.desk, address = ticket } or nil,
  } }
end

-- ---- a ticket changes ----

local states = {
  new = "open", open = "open", pending = "open", hold = "open",
  solved = "solved", closed = "closed", archived = "closed",
  deleted = "deleted", scrubbed = "deleted",
}

---Of a status of Zendesk, whose events write it in capitals; a status that we do not know is none.
local function desk_event(ticket, status)
  local state = is_text(status) and states[status:lower()]
  if not state or not is_text(set.desk) then return nil end
  return { kind = "desk", address = ticket, body = { state = state, platform = set.desk } }
end

local function ticket_status(body)
  local ticket = ticket_of(body.ticket)
  local event = desk_event(ticket, body.status)
  if event then event.id = trigger_id(body, ticket) end
  return event
end

local function status_changed(body)
  local status = type(body.event) == "table" and body.event.current or body.detail.status
  return desk_event(ticket_of(body.detail.id), status)
end

local function ticket_deleted(body)
  return desk_event(ticket_of(body.detail.id), "deleted")
end

---A message was added to a ticket: that ticket is the desk of its conversation. Deliveries are seen
---with the conversation's id and, as the documents have them, without: those join nothing.
local function message_added(body)
  if not is_text(body.event.conversation_id) or not is_text(set.desk) then return nil end
  return { kind = "joined", address = body.event.conversation_id,
           body = { desk = { platform = set.desk, address = ticket_of(body.detail.id) } } }
end

-- Bodies that our manual has triggers send, by "assent".
local trigger_readers = { ["case.open"] = case_open, ["ticket.status"] = ticket_status }

-- Bodies of event subscriptions, by "type"; what is not here is no news for a case.
local event_readers = {
  ["zen:event-type:ticket.status_changed"] = status_changed,
  ["zen:event-type:ticket.soft_deleted"] = ticket_deleted,
  ["zen:event-type:ticket.permanently_deleted"] = ticket_deleted,
  ["zen:event-type:messaging_ticket.message_added"] = message_added,
}

---@return table[] events
local function decode(_, body)
  if type(body) ~= "table" then error("expected an object", 0) end
  local event
  if body.assent ~= nil then
    local reader = trigger_readers[body.assent]
    if not reader then error("assent: expected \"case.open\" or \"ticket.status\"", 0) end
    event = reader(body)
  elseif is_text(body.type) and body.type:sub(1, 15) == "zen:event-type:" then
    local reader = event_readers[body.type]
    event = reader and reader(body)
    if event then event.id, event.at = body.id, body.time end
  else
    error("expected {\"assent\": …} of a trigger, or {\"type\": \"zen:event-type:…\"}", 0)
  end
  return { event }
end

-- ---- calls ----

local escapes = {
  ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;",
  ["\n"] = "<br>", ["\t"] = " ",
}

---What stands for a character in HTML. Zendesk fills in "{{…}}" and runs "{%…%}": what a customer
---wrote must become neither, so braces are kept apart. Controls are dropped.
local function escaped(text, at, code)
  local char = utf8.char(code)
  if escapes[char] then return escapes[char] end
  if code < 32 then return "" end
  local next_char = char == "{" and text:sub(at + 1, at + 1)
  return (next_char == "{" or next_char == "%") and "{" .. WORD_JOINER or char
end

---A line of a note in at most so many bytes; the second result says that it was cut.
local function paragraph(line, max_bytes)
  local out, bytes, is_cut = { "<p>" }, #"<p>…</p>", false
  for at, code in utf8.codes(line) do
    local piece = escaped(line, at, code)
    bytes = bytes + #piece
    is_cut = bytes > max_bytes
    if is_cut then break end
    out[#out + 1] = piece
  end
  out[#out + 1] = is_cut and "…</p>" or "</p>"
  return table.concat(out), is_cut
end

local function note_html(lines)
  local parts, bytes = {}, 0
  for _, line in ipairs(lines) do
    local part, is_cut = paragraph(line, NOTE_MAX_BYTES - bytes)
    parts[#parts + 1] = part
    bytes = bytes + #part
    if is_cut then
      parts[#parts + 1] = "<p>" .. CUT_HERE .. "</p>"
      break
    end
  end
  if #parts == 0 then error("lines: a note without a line", 0) end
  return table.concat(parts)
end

local function ticket_path(effect, rest)
  if not is_text(effect.address) then error("address: expected the id of a ticket", 0) end
  return "/api/v2/tickets/" .. url.part(effect.address) .. rest
end

---`public` is always said: the flag that a ticket was created with sticks to later comments. The
---metadata is kept with the change, so that it can be found again.
local function note_call(effect, step)
  if step == "look" then
    return { method = "GET", path = ticket_path(effect, "/comments.json?sort_order=desc") }
  end
  return { method = "PUT", path = ticket_path(effect, ".json"), body = { ticket = {
    comment = { html_body = note_html(effect.lines), public = false },
    metadata = { assent_key = effect.key },
  } } }
end

---PUT adds tags, POST would replace all that the ticket has.
local function tags_call(effect, step)
  local path = ticket_path(effect, "/tags")
  if step == "look" then return { method = "GET", path = path } end
  for _, tag in ipairs(effect.add) do
    if not is_text(tag) or tag:find(" ", 1, true) then error("add: a tag is one word", 0) end
  end
  if #effect.add == 0 then error("add: expected a list of tags", 0) end
  return { method = "PUT", path = path, body = { tags = effect.add } }
end

local calls = { note = note_call, tags = tags_call }

---@return table call {method, path, body?}
local function encode(effect, step)
  local call = calls[effect.kind]
  if not call then
    error("zendesk_support does notes and tags, not '" .. tostring(effect.kind)
      .. "': people are written to through zendesk_sunshine", 0)
  end
  return call(effect, step)
end

-- ---- answers ----

---Is there a description among the details of a refusal that holds these words?
local function says(body, words)
  if type(body) ~= "table" or type(body.details) ~= "table" then return false end
  for _, list in pairs(body.details) do
    for _, one in ipairs(type(list) == "table" and list or {}) do
      local text = type(one) == "table" and one.description
      if is_text(text) and text:lower():find(words, 1, true) then return true end
    end
  end
  return false
end

local function invalid(body)
  if says(body, "closed prevents") then
    return { state = "refused", reason = sentence "zendesk.closed" }
  end
  return { state = "refused", reason = sentence "zendesk.not_changed" }
end

---The list holds the newest 100 comments. Whether a comment shows the metadata that it was made
---with, no document says; so a note may be made a second time, which an agent sees twice and no
---customer ever does. One that is missing would be worse.
local function found_note(effect, body)
  for _, comment in ipairs(body.comments) do
    local metadata = type(comment.metadata) == "table" and comment.metadata.custom
    if type(metadata) == "table" and metadata.assent_key == effect.key then
      return { state = "sent", id = tostring(comment.audit_id or comment.id) }
    end
  end
  return { state = "absent" }
end

local function found_tags(effect, tags)
  local there = tag_set(tags)
  for _, tag in ipairs(effect.add) do
    if not there[tag:lower()] and not there[tag] then return { state = "absent" } end
  end
  return { state = "sent" }
end

local function looked(effect, body)
  if type(body) == "table" and effect.kind == "note" and type(body.comments) == "table" then
    return found_note(effect, body)
  end
  if type(body) == "table" and effect.kind == "tags" and type(body.tags) == "table" then
    return found_tags(effect, body.tags)
  end
  return { state = "later" } -- not what a look is answered with: look again
end

local function taken(body)
  local audit = type(body) == "table" and type(body.audit) == "table" and body.audit.id
  return { state = "sent", id = math.type(audit) == "integer" and tostring(audit) or nil }
end

---@return table|nil verdict nil: what its status says
local function answer(effect, response, step)
  local status, body = response.status, response.body
  if status == 409 or status == 429 then return { state = "later" } end -- nothing was changed
  if status == 404 then
    return { state = "refused", reason = sentence "zendesk.no_ticket" }
  end
  if status == 422 then return invalid(body) end
  if status < 200 or status > 299 then return nil end
  if step == "look" then return looked(effect, body) end
  return taken(body)
end

-- ---- for assent doctor ----

local function probe() return { method = "GET", path = "/api/v2/users/me.json" } end

---Whoever is not signed in is answered too: as a user without an id.
---@return table|nil verdict nil: what its status says
local function probed(response)
  local status = response.status
  local user = type(response.body) == "table" and response.body.user
  if status == 403 then
    return { state = "unknown", reason = "the token may not look at its own user (its scope has no "
      .. "users:read): whether it may write notes shows with the first one" }
  end
  if status ~= 200 then return nil end
  if type(user) ~= "table" then
    return { state = "refused", reason = "what answers is not Zendesk: the url is "
      .. "https://{subdomain}.zendesk.com, with nothing behind it" }
  end
  if user.id == nil then
    return { state = "credentials", reason = "Zendesk takes us for nobody" }
  end
  if user.role == "end-user" then
    return { state = "refused", reason = "they are of an end user, who can write no internal note: "
      .. "use those of an agent or admin" }
  end
  return nil
end

local adapter = {
  settings = settings,
  verify = "zendesk",
  entry = {
    at = "in the Admin Center, Apps and integrations > Webhooks: connected to triggers, POST, JSON",
    secret = "secret_file holds the webhook's signing secret, not a secret of an authentication "
      .. "that can be added",
    again = "Zendesk waits 12 s; it repeats after a time-out, after 409 and after 503 with a short "
      .. "Retry-After, nothing else, and keeps what failed in the webhook's log for 7 days",
  },
  probe = probe,
  probed = probed,
  headers = { "x-zendesk-webhook-invocation-id" },
  id_header = "x-zendesk-webhook-invocation-id",
  looks = true,
  decode = decode,
  encode = encode,
  answer = answer,
}

function adapter.setup(given)
  set, mapping = given, read_mapping(given.fields)
  if given.authorization == "api_token" then
    if not is_text(given.agent_email) then
      error("agent_email: is needed with \"authorization\": \"api_token\"", 0)
    end
    adapter.authorize = { scheme = "basic", user = given.agent_email .. "/token" }
  elseif is_text(given.client_id) then
    adapter.authorize = {
      scheme = "oauth", client_id = given.client_id, path = "/oauth/tokens", scope = given.scope,
    }
  end
end

return adapter
