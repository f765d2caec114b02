-- The platform `kakao_consult`: the consultation pipe of a KakaoTalk channel (상담톡), where human
-- agents talk. It is sold by dealers only; what two of them do differently is the table below. One
-- can write to a person while a session is open, and the person opens it.
--
-- Buttons are BK buttons: a press sends the button's name as the person's own message, with our
-- token as `extra`. They stay in their bubble for good, so limits.typed is false; but for the same
-- reason a button of an old question can be pressed while another is open. A press without a token
-- must therefore not be read as an answer to what is asked now: where it is not proved that the
-- dealer hands on the extra (settings.press "label"), the name ends with the mark of its question,
-- "네 (340218)", and the answer counts for that question of that case alone.

local error, import, ipairs, pattern, string, utf8 = error, import, ipairs, pattern, string, utf8
local codes = import "assent/kakao/codes"
local kakao = import "assent/kakao"
local receive = import "assent/kakao/receive"
local _ENV <const> = nil

local TEXT_MAX, NAME_MAX, BUTTONS_MAX, SERIAL_MAX = 1000, 28, 5, 30

local own, dealer = {}, nil -- the settings, and the row of their dealer

local settings = {
  { name = "dealer", type = "text", required = true, choices = { "dkt", "happytalk" },
    help = "Whose interface it is: DKT v1.5.6 and its resellers, or Happytalk v3." },
  { name = "sender_key", type = "text", required = true,
    help = "The channel's sender profile key (발신 프로필 키), 40 characters." },
  { name = "client_id", type = "text", help = "Happytalk: HT-Client-Id; the secret is its token." },
  { name = "path", type = "text",
    help = "Where the calls that send are, if not at the dealer's usual place: \"/api/v1/send\"." },
  { name = "auth_header", type = "text",
    help = "DKT: the header in which the secret is sent, where the dealer wants one." },
  { name = "header", type = "text", default = "x-assent-secret",
    help = "The header in which the dealer sends the secret with what he delivers." },
  { name = "press", type = "text", choices = { "extra", "label" },
    help = "How a pressed button is told: by its extra (Happytalk's default), or by a number "
      .. "behind its name (DKT's, until a test has shown that its extra comes back)." },
  kakao.opens_setting, -- where: the extra of the button that led here; "*" for whoever writes
  kakao.target_setting,
}

local M = {
  settings = settings,
  verify = "header",
  headers = receive.headers,
  accepted = { code = 200, message = "SUCCESS" },
  sessions = true,
  hosts = { "kakao.com", "kakaocdn.net" },
  limits = { text = TEXT_MAX, typed = false },
}

-- ---- in ----

---@param delivery table
---@param body table
---@return table[] events
function M.decode(delivery, body)
  return receive.decode(delivery, body, own)
end

-- ---- out ----

local mark_form = pattern "^q([0-9]{1,9})\\z"

---A name that says which question it answers, where the press itself will not.
local function name_of(button, mark)
  local _, _, n = mark_form:find(mark or "")
  local suffix = own.press == "label" and n and " (" .. n .. ")" or ""
  return kakao.cut(button.label, NAME_MAX - utf8.len(suffix)) .. suffix
end

---nil: none.
local function buttons_of(effect)
  local given, buttons = effect.buttons or {}, {}
  if #given == 0 then return nil end
  if #given > BUTTONS_MAX then
    error(#given .. " buttons: " .. BUTTONS_MAX .. " are possible at most", 0)
  end
  for i, button in ipairs(given) do
    local token = kakao.token(button.token)
    buttons[i] = { name = name_of(button, effect.mark), type = "BK", extra = token }
  end
  return buttons
end

---A number of at most 30 characters that this message alone has. Our keys ("<case>-<n>") have no
---more as a rule; of a longer one its end and a hash of the whole (64 bits, FNV-1a).
local function serial_of(key)
  if #key <= SERIAL_MAX then return key end
  local hash = -3750763034362895579
  for i = 1, #key do hash = (hash ~ key:byte(i)) * 1099511628211 end
  return key:sub(-13) .. "-" .. string.format("%016x", hash)
end

local function dkt_call(what, effect, body)
  return {
    path = (own.path or "/api/v1/send") .. "/" .. what,
    headers = {
      ["X-Platform-Type"] = "kakao_counsel_talk",
      ["X-Service-Key"] = own.sender_key,
      ["X-User-Key"] = kakao.key(effect.address, "address"),
      ["X-Event-Key"] = effect.session and kakao.key(effect.session, "session"),
    },
    body = body,
  }
end

local function happytalk_call(path, effect, body)
  body.user_key = kakao.key(effect.address, "address")
  body.sender_key = own.sender_key
  return { path = path, headers = { ["HT-Client-Id"] = own.client_id }, body = body }
end

-- What dealers do differently. `keyed`: a second copy of a serial number is answered with -504; how
-- long a number is remembered is not documented. DKT numbers the messages itself.
local dealers = {
  dkt = {
    press = "label",
    message = function(effect, text, buttons)
      local section = { type = "text", data = text }
      if buttons then section.attachment = { buttons = buttons } end
      return dkt_call(buttons and "rich" or "plain", effect,
        { version = 1, chapters = { { sections = { section } } } })
    end,
    close = function(effect) return dkt_call("end", effect, {}) end,
    check = function() end,
    authorize = function()
      if own.auth_header then return { scheme = "header", name = own.auth_header } end
      return { scheme = "none" }
    end,
  },
  happytalk = {
    press = "extra",
    keyed = true,
    message = function(effect, text, buttons)
      local path = own.path or "/kakaoWebhook/v3/bzc/chat/send"
      return happytalk_call(path .. (buttons and "/rich" or "/plain"), effect, {
        serial_number = serial_of(effect.key),
        chat_bubble_type = "TEXT",
        message = text,
        attachment = buttons and { buttons = buttons },
      })
    end,
    close = function(effect) return happytalk_call("/v1/chat/end", effect, {}) end,
    check = function()
      if not own.client_id then error("client_id: is needed with the dealer \"happytalk\"", 0) end
      kakao.key(own.client_id, "client_id")
    end,
    authorize = function() return { scheme = "header", name = "HT-Client-Secret" } end,
  },
}

-- ---- for assent doctor ----

---DKT: the state of the sender profile. What stands before "/api/v1/send" in a path of the
---operator's own stands before this, too; of another path nothing is known.
local function probe()
  local before = own.path and own.path:sub(1, -13) or ""
  return {
    method = "GET",
    path = before .. "/api/v2/system/sender",
    headers = { ["X-Service-Key"] = own.sender_key },
  }
end

---@param given table {status: integer, body: table?}
---@return table? verdict
local function probed(given)
  local code, profile = kakao.of(given.body, "code"), kakao.of(given.body, "payload")
  if code == "INVALID_KEY_EXCEPTION" then
    return { state = "refused", reason = "it knows no sender profile of settings.sender_key" }
  end
  if given.status == 404 or given.status == 200 and code ~= "SUCCESS" then
    return { state = "unknown", reason = "it offers no query of the sender profile, as DKT does" }
  end
  if given.status ~= 200 then return nil end
  if kakao.of(profile, "bizchat") == false then
    return { state = "refused", reason = "상담톡 is not switched on for this channel (bizchat): ask "
      .. "the dealer" }
  end
  if kakao.of(profile, "block") == true or kakao.of(profile, "dormant") == true then
    return { state = "refused",
      reason = "the sender profile is blocked or dormant: ask the dealer" }
  end
  return { state = "ok", reason = "the sender profile is known and 상담톡 is switched on" }
end

local plain_path = pattern "^(/[A-Za-z0-9._~-]+)+\\z"

function M.setup(given)
  own, dealer = given, dealers[given.dealer]
  own.press = own.press or dealer.press
  kakao.key(own.sender_key, "sender_key")
  if own.path and not plain_path:test(own.path) then
    error("path: expected something like \"/api/v1/send\"", 0)
  end
  dealer.check()
  kakao.check_opens(own)
  M.keyed = dealer.keyed
  M.authorize = dealer.authorize()
  M.verify_header = own.header:lower()
  if own.dealer == "dkt" and (not own.path or own.path:sub(-12) == "/api/v1/send") then
    M.probe, M.probed = probe, probed
  end
  M.entry = {
    paths = { "/reference", "/message", "/expired_session", "/seen_info", "/personal_info" },
    at = "at the dealer, as the receiving addresses (수신 URL); all of them",
    secret = "have the dealer send the header " .. M.verify_header
      .. " with what secret_file holds: the interface itself proves nothing",
    again = "whether a delivery that was not taken comes again is not documented",
  }
end

---@param effect table
---@return table call
function M.encode(effect)
  if effect.kind == "message" then
    return dealer.message(effect, kakao.fitting(effect.text, TEXT_MAX), buttons_of(effect))
  end
  if effect.kind == "control" and effect.to == "nobody" then return dealer.close(effect) end
  if effect.kind == "control" then
    error("control: this pipe has no other holder than its agents; only \"nobody\" ends it", 0)
  end
  error("kakao_consult cannot do '" .. effect.kind .. "'", 0)
end

---@param effect table
---@param given table {status: integer, body: table?}
---@return table? verdict
function M.answer(effect, given)
  local verdict = codes.consult_answer(given, dealer.keyed)
  if not verdict then return nil end
  -- What was to be closed is closed.
  if effect.kind == "control" and verdict.session == false then return { state = "sent" } end
  if verdict.state == "sent" and dealer.keyed and effect.key then
    return { state = "sent", id = serial_of(effect.key) }
  end
  return verdict
end

return M
