-- The platform `kakao_skill`: the skill server of Kakao's chatbot admin centre. Kakao calls us with
-- what a person said in the channel's room and shows our answer, which must be there within 5 s; a
-- block with the callback option lends an address besides, for one answer within one minute.
--
-- Buttons are quick replies with our token in `extra`, which comes back as `action.clientExtra`.
-- They leave the screen as soon as anything else is said, so the choices are written into the text
-- too (limits.typed): else a question that was scrolled away could only be answered in own words.

local error, import, ipairs, pattern, sentence, table, type =
  error, import, ipairs, pattern, sentence, table, type
local kakao = import "assent/kakao"
local _ENV <const> = nil

local of = kakao.of

local TEXT_MAX, OUTPUTS_MAX, QUICK_REPLIES_MAX = 1000, 3, 10

local own = {} -- the settings

local settings = {
  { name = "header", type = "text", default = "x-assent-secret",
    help = "The header, entered where the skill is registered, in which Kakao sends the secret." },
  { name = "heard", type = "text", default = "메시지를 잘 받았습니다.",
    help = "What a person is told where the flow says nothing: some answer there must be." },
  { name = "waiting", type = "text", default = "답변을 준비하고 있습니다. 잠시만 기다려 주세요.",
    help = "What a person is told while the answer comes by the callback; the block shows it as "
      .. "{{#webhook.text}}." },
  kakao.opens_setting, -- where: the id or name of a block or of a skill
  kakao.target_setting,
}

local M = {
  settings = settings,
  verify = "header",
  authorize = { scheme = "none" },
  headers = { "x-chappie-footprint", "x-request-id" },
  id_header = "x-chappie-footprint",
  fresh = true,
  hosts = { "kakao.com" },
  replies = true,
  limits = { text = TEXT_MAX, typed = true, outputs = OUTPUTS_MAX },
}

function M.setup(given)
  own = given
  M.verify_header = own.header:lower()
  kakao.fitting(own.heard, TEXT_MAX)
  kakao.fitting(own.waiting, TEXT_MAX)
  kakao.check_opens(own)
  M.entry = {
    at = "in the chatbot admin centre (챗봇 관리자센터), 스킬 > 스킬 목록 > 생성, as the URL",
    secret = "add there the header " .. M.verify_header .. " (헤더값 입력) with what secret_file holds",
    again = "Kakao waits 5 s, and no document says that it repeats a call",
  }
end

-- ---- in ----

local function opening(body, address)
  local block, action = of(of(body, "userRequest"), "block"), of(body, "action")
  local keys = { n = 4, of(block, "id"), of(block, "name"), of(action, "id"), of(action, "name") }
  return kakao.opening(own, keys, address, "bot")
end

---One event of a skill call, or none: a group's room is nothing for a person's own matters, since
---all in it read the answer.
---@param delivery table {headers: {["x-chappie-footprint"]: string?, ["x-request-id"]: string?}}
---@param body table SkillPayload
---@return table[] events
function M.decode(delivery, body)
  local request = of(body, "userRequest")
  if type(request) ~= "table" then error("userRequest: is missing: this is no skill call", 0) end
  if of(request, "chat") then return {} end
  local address = kakao.address(of(of(request, "user"), "id"), "userRequest.user.id")
  local text = kakao.text(request.utterance)
  local token = of(of(of(body, "action"), "clientExtra"), "assent")
  local event = {
    id = delivery.headers["x-chappie-footprint"] or delivery.headers["x-request-id"],
    address = address,
    callback = kakao.text(request.callbackUrl),
  }
  if kakao.is_token(token) then
    event.kind, event.body = "press", { token = token, text = text }
    return { event }
  end
  event.body = opening(body, address)
  event.kind = event.body and "open" or "message"
  event.body = event.body or {}
  event.body.text = text
  return (text or event.kind == "open") and { event } or {}
end

-- ---- out ----

local function quick_reply(button)
  return {
    label = button.label,
    action = "message",
    messageText = button.label,
    extra = { assent = kakao.token(button.token) },
  }
end

---A SkillResponse that shows these messages, in order. One question is open per person, so the
---quick replies are those of the last message that has any.
local function response(effects)
  local outputs, replies = {}, nil
  if #effects > OUTPUTS_MAX then
    error(#effects .. " messages: one answer holds " .. OUTPUTS_MAX .. " at most", 0)
  end
  for i, effect in ipairs(effects) do
    if effect.kind ~= "message" then
      error("kakao_skill can only send messages, not '" .. effect.kind .. "'", 0)
    end
    outputs[i] = { simpleText = { text = kakao.fitting(effect.text, TEXT_MAX) } }
    if #(effect.buttons or {}) > 0 then
      replies = {}
      for n, button in ipairs(effect.buttons) do replies[n] = quick_reply(button) end
    end
  end
  if #(replies or {}) > QUICK_REPLIES_MAX then
    error(#replies .. " buttons: " .. QUICK_REPLIES_MAX .. " are possible at most", 0)
  end
  return { version = "2.0", template = { outputs = outputs, quickReplies = replies } }
end

---The answer of a skill call. delivery.later: it only says that the rest comes by the callback.
---@param delivery table
---@param effects table[]
---@return table SkillResponse
function M.reply(delivery, effects)
  if of(delivery, "later") then
    return { version = "2.0", useCallback = true, data = { text = own.waiting } }
  end
  if #effects > 0 then return response(effects) end
  return response { { kind = "message", text = own.heard } }
end

---The callback's one call. effect.with: what else must go in it.
---@param effect table
---@return table call
function M.encode(effect)
  if not effect.callback then
    error("a chatbot cannot speak first: this person hears us when he writes again", 0)
  end
  local effects = { effect }
  table.move(effect.with or {}, 1, #(effect.with or {}), 2, effects)
  return { url = effect.callback, body = response(effects) }
end

-- What the callback's result says, by the beginning of its message.
local results = {
  { "^Invalid callback token for testing", "refused",
    sentence "skill.test_window" },
  { "^Invalid callback token", "refused",
    sentence "skill.too_late" },
  -- So too when the callback overtakes the first answer, which was seen to happen within a second.
  { "^The skill server settings are incorrect", "later",
    sentence "skill.no_callback", 2 },
  { "^Invalid bot ID", "refused", sentence "skill.bot_id" },
  { "^Invalid (json|skill-json)", "refused",
    sentence "skill.malformed" },
  { "^Internal server error", "unknown",
    sentence "skill.fault" },
}
for _, row in ipairs(results) do row.form = pattern(row[1]) end

---@param given table {status: integer, body: table?}
---@return table? verdict
function M.answer(_, given)
  local body = given.body
  local status = of(body, "status")
  if status == "SUCCESS" then return { state = "sent", id = kakao.text(body.taskId) } end
  if status == "FAIL" or status == "ERROR" then
    local message = kakao.text(body.message) or ""
    for _, row in ipairs(results) do
      if row.form:test(message) then
        return { state = row[2], reason = row[3], after_s = row[4] }
      end
    end
    return { state = status == "FAIL" and "refused" or "unknown",
      reason = sentence "skill.failed" }
  end
  -- The address is good for one use, and a failed one may have used it up.
  if given.status < 300 or given.status >= 500 then
    return { state = "unknown",
      reason = sentence "skill.unclear" }
  end
end

return M
