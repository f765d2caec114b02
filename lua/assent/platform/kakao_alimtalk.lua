-- The platform `kakao_alimtalk`: 알림톡, an approved template sent to a telephone number, for a
-- person with whom no talk is open. Its button leads into the channel's consultation talk and
-- brings our token there (`reference.extra`, see kakao_consult): that joins him to his case.
--
-- What is sent is accepted first; what became of it comes by the dealer's webhook. Both carry our
-- key, so that a result finds its invitation even where the answer to the call was lost.

local error, import, ipairs, math, next, pairs, pattern, table, tostring, type =
  error, import, ipairs, math, next, pairs, pattern, table, tostring, type
local codes = import "assent/kakao/codes"
local kakao = import "assent/kakao"
local url = import "assent/url"
local _ENV <const> = nil

local of, text_of = kakao.of, kakao.text

local own, dealer = {}, nil -- the settings, and the row of their dealer

local settings = {
  { name = "dealer", type = "text", required = true, choices = { "nhn", "solapi" },
    help = "Whose interface it is: NHN Cloud v2.3 or Solapi v4." },
  { name = "app_key", type = "text", help = "NHN: the app key, which stands in the address." },
  { name = "api_key", type = "text", help = "Solapi: the API key; the secret is its API secret." },
  { name = "sender_key", type = "text", required = true,
    help = "NHN: the sender key (발신 키). Solapi: the channel's pfId." },
  { name = "template", type = "text", required = true,
    help = "NHN: the template's code. Solapi: its templateId." },
  { name = "button", type = "integer",
    help = "NHN: which of the template's buttons is the BC button (상담톡 전환), from 1." },
  { name = "button_name", type = "text",
    help = "Solapi: the name of the template's BC button. Whether Solapi hands on its chatExtra "
      .. "is not documented: use \"token_variable\"." },
  { name = "token_variable", type = "text",
    help = "The template's placeholder that takes the token, without #{}: for a link button to "
      .. "https://bizmessage.kakao.com/chat/open/@channel?extra=#{token}." },
  { name = "variables", type = "object",
    help = "What the template's other placeholders stand for: { \"상담사\": \"agent_name\" } fills "
      .. "#{상담사}. Only what the flows' policy calls public can be named." },
  { name = "sms", type = "object",
    help = "What is sent where KakaoTalk does not reach a person: { \"from\": \"0212345678\", "
      .. "\"text\"?, \"title\"? } (NHN; Solapi sends the template's text). #{…} stands for the "
      .. "template's values, #{token} for the token. Without it nothing is sent." },
  { name = "header", type = "text",
    help = "The header in which the dealer sends the secret with results; NHN's is "
      .. "x-toast-webhook-signature." },
}

local M = {
  settings = settings,
  verify = "header",
  headers = {},
}

-- ---- out ----

local phone_form = pattern "^[0-9]{8,15}\\z"
local name_form = pattern "^[^#{}.@\\p{Cc}]{1,50}\\z"
local fact_form = pattern "^[a-z_]{1,40}\\z"

---The template's values, the token among them where it has a place of its own.
local function values_of(effect)
  local values, given = {}, effect.values or {}
  for name, fact in pairs(own.variables or {}) do
    if given[fact] == nil then
      error("variables." .. name .. ": the case has no '" .. fact .. "', or it is not public", 0)
    end
    values[name] = tostring(given[fact])
  end
  if own.token_variable then values[own.token_variable] = kakao.token(effect.token) end
  return next(values) and values or nil
end

---A text of the operator's with #{name} filled in. Nobody is sent one that was not.
local function filled(text, values, token)
  local done, from = {}, 1
  while true do
    local first, last = text:find("#{", from, true)
    if not first then break end
    local close = text:find("}", last, true)
    local name = close and text:sub(last + 1, close - 1) or ""
    local value = name == "token" and token or values[name]
    if not value then error("sms.text: '#{" .. name .. "}' has no value", 0) end
    table.insert(done, text:sub(from, first - 1) .. value)
    from = close + 1
  end
  return table.concat(done) .. text:sub(from)
end

---The second way, said plainly either way: else the dealer's console would decide.
local function nhn_resend(values, token)
  if not own.sms then return { isResend = false } end
  return {
    isResend = true,
    resendSendNo = own.sms.from,
    resendType = own.sms.text and "LMS" or nil,
    resendTitle = own.sms.title,
    resendContent = own.sms.text and filled(own.sms.text, values or {}, token),
  }
end

---As it is dialled in Korea: the engine gives the digits of a number, be it with its country code.
local function national(phone)
  return phone:sub(1, 2) == "82" and kakao.phone(phone) or phone
end

local function nhn_invite(effect)
  local token, values = kakao.token(effect.token), values_of(effect)
  local button = own.button and { { ordering = own.button, chatExtra = token } }
  return {
    path = "/alimtalk/v2.3/appkeys/" .. url.part(own.app_key) .. "/messages",
    headers = { ["X-NC-API-IDEMPOTENCY-KEY"] = effect.key },
    body = {
      senderKey = own.sender_key,
      templateCode = own.template,
      recipientList = { {
        recipientNo = national(effect.phone),
        templateParameter = values,
        buttons = button,
        resendParameter = nhn_resend(values, token),
        recipientGroupingKey = effect.key,
      } },
    },
  }
end

local function solapi_invite(effect)
  local token, values, variables = kakao.token(effect.token), values_of(effect), nil
  for name, value in pairs(values or {}) do
    variables = variables or {}
    variables["#{" .. name .. "}"] = value
  end
  local button = own.button_name
    and { { buttonName = own.button_name, buttonType = "BC", chatExtra = token } }
  return {
    path = "/messages/v4/send-many/detail",
    body = {
      showMessageList = true,
      messages = { {
        to = national(effect.phone),
        from = own.sms and own.sms.from,
        type = "ATA",
        customFields = { key = effect.key },
        kakaoOptions = {
          pfId = own.sender_key,
          templateId = own.template,
          variables = variables,
          buttons = button,
          disableSms = not own.sms,
        },
      } },
    },
  }
end

-- ---- what the answer to a call says ----

local function nhn_answer(given)
  local header, message = of(given.body, "header"), of(given.body, "message")
  local code = text_of(of(header, "resultCode"))
  if not code then return given.status < 300 and codes.alimtalk_verdict "unreadable" or nil end
  local result = of(of(message, "sendResults"), 1)
  local inner = text_of(of(result, "resultCode"))
  if inner and inner ~= "0" then code = inner end
  local verdict = codes.alimtalk("nhn", "answer", code, own.sms ~= nil)
  if verdict.state == "sent" and of(message, "requestId") then
    verdict.id = message.requestId .. "-" .. (text_of(of(result, "recipientSeq")) or "1")
  end
  return verdict
end

local function solapi_answer(given)
  local body = given.body
  local failed = of(of(body, "failedMessageList"), 1)
  if failed then
    return codes.alimtalk("solapi", "answer", of(failed, "statusCode"), own.sms ~= nil)
  end
  if of(body, "errorCode") then
    if given.status < 400 or given.status == 401 or given.status == 403 or given.status == 408
      or given.status == 429 or given.status >= 500 then return nil end
    return codes.alimtalk_verdict("refused", body.errorCode)
  end
  if given.status >= 300 then return nil end
  local taken = of(of(body, "messageList"), 1)
  if not taken and not of(body, "groupInfo") then return codes.alimtalk_verdict "unreadable" end
  return { state = "sent", id = text_of(of(taken, "messageId")) }
end

-- ---- results, as they come in ----

---What a result is as an event; nil where it is none (accepted, on its way).
local function result_event(of_dealer, r)
  local verdict = codes.alimtalk(of_dealer, "result", r.code, own.sms ~= nil)
  if r.by_sms then verdict = codes.alimtalk_verdict("by_sms", r.code) end
  local event = { id = r.id, kind = "delivered", body = { message = r.message } }
  if verdict.state ~= "sent" then
    event.kind = "undelivered"
    event.body.code = r.code
    event.body.reason = verdict.reason
    event.body.state = verdict.state == "credentials" and "refused" or verdict.state
    event.body.final = event.body.state == "refused"
  end
  return event
end

---An id that names the result: the same one is sent again until it is taken.
local function named(message, code)
  if not message then error("a result without the name of its message", 0) end
  if not code then error("a result without a code", 0) end
  return message .. "/" .. code
end

local function nhn_hook(hook)
  local request = text_of(of(hook, "requestId"))
  local message = text_of(of(hook, "recipientGroupingKey"))
    or request and request .. "-" .. (text_of(of(hook, "recipientSeq")) or "1")
  local code = text_of(of(hook, "resultCode"))
  local id = text_of(of(hook, "hookId")) or named(message, code)
  if not message or not code then named(message, code) end
  return result_event("nhn", { id = id, message = message, code = code })
end

-- The console proves an address by a delivery in which every value is the name of its type.
local placeholder = "String"

local function nhn_results(body)
  local events = {}
  if body.event ~= "MESSAGE_RESULT_UPDATE" or body.appKey == placeholder then return events end
  if own.app_key and body.appKey and body.appKey ~= own.app_key then
    error("another app key: see settings.app_key", 0)
  end
  for _, hook in ipairs(body.hooks) do
    if of(hook, "resultCode") ~= "0" then table.insert(events, nhn_hook(hook)) end
  end
  return events
end

local sms_types = { SMS = true, LMS = true, MMS = true }

local function solapi_results(list)
  local events = {}
  for _, one in ipairs(list) do
    local code = text_of(of(one, "statusCode"))
    local message = text_of(of(of(one, "customFields"), "key")) or text_of(of(one, "messageId"))
    if code ~= "2000" then
      table.insert(events, result_event("solapi", {
        id = named(message, code),
        message = message,
        code = code,
        by_sms = code == "4000" and (one.replacement == true or sms_types[one.type] == true),
      }))
    end
  end
  return events
end

---The hub's own shape, which dealers hand on: { code, message_key, … }.
local function hub_result(body)
  local message, code = text_of(body.message_key), text_of(body.code)
  return { result_event("hub", { id = named(message, code), message = message, code = code }) }
end

---@param _ table
---@param body table
---@return table[] events
function M.decode(_, body)
  if type(of(body, "hooks")) == "table" then return nhn_results(body) end
  if of(body, "message_key") then return hub_result(body) end
  if type(of(body, 1)) == "table" then return solapi_results(body) end
  error("expected results: an object with \"hooks\" or \"message_key\", or a list", 0)
end

-- ---- for assent doctor ----

---NHN: the template, by its code, which is a filter there: an unknown one gives an empty list.
local function nhn_probe()
  return {
    method = "GET",
    path = "/alimtalk/v2.3/appkeys/" .. url.part(own.app_key) .. "/senders/"
      .. url.part(own.sender_key) .. "/templates?templateCode=" .. url.part(own.template),
  }
end

-- NHN's states of a template; TSC03 is approved.
local nhn_waits = { TSC01 = "requested", TSC02 = "under review", TSC04 = "rejected" }

local function of_our_code(templates)
  for _, one in ipairs(templates) do
    if of(one, "templateCode") == own.template then return one end
  end
end

local function nhn_button_fault(template)
  for _, button in ipairs(of(template, "buttons") or {}) do
    if of(button, "ordering") == own.button and of(button, "type") == "BC" then return nil end
  end
  return { state = "refused", reason = "its button " .. own.button .. " is no BC button "
    .. "(상담톡 전환): settings.button is the place of that one" }
end

local function nhn_probed(given)
  local code = text_of(of(of(given.body, "header"), "resultCode"))
  local templates = of(of(given.body, "templateListResponse"), "templates")
  if not code then
    return given.status == 200 and { state = "refused", reason = "what answers is not NHN Cloud's "
      .. "KakaoTalk Bizmessage: compare the url" } or nil
  end
  if code ~= "0" then
    local verdict = codes.alimtalk("nhn", "answer", code, false)
    return { state = verdict.state == "credentials" and "credentials" or "refused",
      reason = "NHN answers with the code " .. code .. ": compare settings.app_key, the secret key "
        .. "and settings.sender_key" }
  end
  local template = of_our_code(templates or {})
  if not template then
    return { state = "refused", reason = "the sender has no template of settings.template" }
  end
  local waits = nhn_waits[of(template, "status")]
  if waits then
    return { state = "refused", reason = "the template is " .. waits .. ": only an approved one is "
      .. "sent" }
  end
  local fault = own.button and nhn_button_fault(template)
  return fault or { state = "ok", reason = "the template is there and approved" }
end

local function solapi_probe() return { method = "GET", path = "/cash/v1/balance" } end

---A key that is none is answered with 400.
local function solapi_probed(given)
  local balance, point = of(given.body, "balance"), of(given.body, "point")
  if given.status == 400 then return { state = "credentials" } end
  if given.status ~= 200 then return nil end
  if not math.type(balance) then
    return { state = "refused", reason = "what answers is not Solapi: the url is "
      .. "https://api.solapi.com" }
  end
  if balance + (math.type(point) and point or 0) <= 0 then
    return { state = "refused", reason = "the account's balance is used up: nothing is sent" }
  end
  return nil
end

-- ---- dealers ----

-- `keyed` in seconds: so long NHN remembers a key. Solapi has none.
local dealers = {
  nhn = {
    keyed = 600,
    header = "x-toast-webhook-signature",
    invite = nhn_invite,
    answer = nhn_answer,
    probe = nhn_probe,
    probed = nhn_probed,
    at = "in NHN Cloud's console, KakaoTalk Bizmessage, as a webhook (웹훅) for results",
    needs = { "app_key" },
    authorize = function() return { scheme = "header", name = "X-Secret-Key" } end,
  },
  solapi = {
    header = "x-assent-secret",
    invite = solapi_invite,
    answer = solapi_answer,
    probe = solapi_probe,
    probed = solapi_probed,
    at = "in Solapi's console, as a webhook (웹훅) for results",
    needs = { "api_key" },
    authorize = function() return { scheme = "solapi", key = own.api_key } end,
  },
}

local function check_variables(variables)
  for name, fact in pairs(variables or {}) do
    if not name_form:test(name) then
      error("variables: '" .. name .. "' cannot be a template's placeholder", 0)
    end
    if name == own.token_variable then
      error("variables." .. name .. ": that one takes the token", 0)
    end
    if not (type(fact) == "string" and fact_form:test(fact)) then
      error("variables." .. name .. ": expected the name of a fact, such as \"agent_name\"", 0)
    end
  end
end

local function check_sms(sms)
  if not sms then return end
  if not (type(sms.from) == "string" and phone_form:test(sms.from)) then
    error("sms.from: expected the digits of a registered number", 0)
  end
end

function M.setup(given)
  own, dealer = given, dealers[given.dealer]
  for _, name in ipairs(dealer.needs) do
    if not own[name] then
      error(name .. ": is needed with the dealer \"" .. own.dealer .. "\"", 0)
    end
  end
  if not (own.token_variable or own.button or own.button_name) then
    error("token_variable, button or button_name: without one of them nobody who follows the "
      .. "invitation would be known", 0)
  end
  check_variables(own.variables)
  check_sms(own.sms)
  M.keyed = dealer.keyed
  M.authorize = dealer.authorize()
  M.verify_header = (own.header or dealer.header):lower()
  M.probe, M.probed = dealer.probe, dealer.probed
  M.entry = {
    at = dealer.at,
    secret = "have the dealer send the header " .. M.verify_header
      .. " with what secret_file holds",
    again = "a result that was not taken may be lost: then the invitation stays as sent",
  }
end

---@param effect table {kind: "invite", phone: string, token: string, values: table, key: string}
---@return table call
function M.encode(effect)
  if effect.kind ~= "invite" then
    error("kakao_alimtalk only invites: it cannot do '" .. effect.kind .. "'", 0)
  end
  if not (type(effect.phone) == "string" and phone_form:test(effect.phone)) then
    error("phone: expected 8 to 15 digits", 0)
  end
  return dealer.invite(effect)
end

---@param _ table
---@param given table {status: integer, body: table?}
---@return table? verdict
function M.answer(_, given)
  return dealer.answer(given)
end

return M
