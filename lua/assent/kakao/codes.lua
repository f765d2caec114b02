-- codes.lua: what the numbers mean that dealers answer with, as verdicts (docs/adapters.md). The
-- reasons are for the agent, who cannot mend a contract, but can tell who can.

local import, ipairs, math, pairs, pattern, sentence, tonumber, tostring, type =
  import, ipairs, math, pairs, pattern, sentence, tonumber, tostring, type
local kakao = import "assent/kakao"
local _ENV <const> = nil

local codes = {}

local shown = pattern "^[A-Za-z0-9_-]{1,40}\\z"

---A code as it may stand in a reason: nothing that a stranger could write there.
local function shown_code(code)
  local text = math.type(code) and tostring(code) or code
  return type(text) == "string" and shown:test(text) and text or nil
end

local function with_code(reason, code)
  code = shown_code(code)
  return code and sentence("with_code", { why = reason, code = code }) or reason
end

-- ---- 상담톡 ----

local consult = {
  sent = { state = "sent" },
  later = { state = "later",
    reason = sentence "consult.later" },
  credentials = { state = "credentials",
    reason = sentence "consult.credentials" },
  ended = { state = "refused", session = false, again = true,
    reason = sentence "sent.over" },
  blocked = { state = "refused", session = false,
    reason = sentence "consult.blocked" },
  stranger = { state = "refused",
    reason = sentence "consult.stranger" },
  long = { state = "refused",
    reason = sentence "consult.long" },
  closed = { state = "refused",
    reason = sentence "consult.closed" },
  malformed = { state = "refused", coded = true,
    reason = sentence "consult.malformed" },
  doubtful = { state = "unknown",
    reason = sentence "consult.doubtful" },
  partly = { state = "unknown",
    reason = sentence "consult.partly" },
  unreadable = { state = "unknown",
    reason = sentence "consult.unreadable" },
}

-- -504: a message of this number was taken before. That says something where the number is ours.
local consult_codes = {
  [0] = "sent", [200] = "sent", [500] = "later",
  [-400] = "credentials", [-500] = "credentials", [-501] = "credentials",
  [-502] = "ended", [-503] = "stranger", [-504] = "sent", [-505] = "malformed",
  [-506] = "long", [-507] = "credentials", [-508] = "closed", [-509] = "malformed",
  [-510] = "malformed", [-511] = "blocked", [-512] = "credentials", [-520] = "doubtful",
  [-600] = "later", [-601] = "later", [-681] = "malformed",
}

---One code of the consultation pipe: a number, or the word of a bare error.
---@param code any
---@param keyed boolean? the serial numbers are ours
---@return table? verdict
function codes.consult(code, keyed)
  if code == "SUCCESS" then return consult.sent end
  local number = math.type(code) == "integer" and code
    or type(code) == "string" and math.tointeger(tonumber(code))
  if number == -504 and not keyed then return consult.doubtful end
  local row = consult[consult_codes[number or ""]] or consult.malformed
  if not row.coded then return row end
  return { state = row.state, reason = with_code(row.reason, code) }
end

---The codes of the messages of one call: what became of all of them together.
local function of_messages(infos, keyed)
  local verdict, taken
  for _, info in ipairs(infos) do
    local one = codes.consult(kakao.of(info, "code"), keyed)
    if one.state == "sent" then taken = info else verdict = verdict or one end
  end
  if verdict and taken then return consult.partly end
  return verdict or taken and { state = "sent", id = kakao.text(taken.serial_number) }
end

---The answer to a call on the consultation pipe: HTTP 200 may hold failures.
---@param given table {status: integer, body: table?}
---@param keyed boolean? the serial numbers are ours
---@return table? verdict
function codes.consult_answer(given, keyed)
  local status, code = given.status, kakao.of(given.body, "code")
  local infos = kakao.of(kakao.of(given.body, "payload"), "message_info")
  if type(infos) == "table" and #infos > 0 then return of_messages(infos, keyed) end
  if status == 401 or status == 403 then return consult.credentials end
  if not code then return status < 300 and consult.unreadable or nil end
  if code == "PARTIAL_SUCCESS" then return consult.partly end
  -- A word beside a status that asks for patience says no more than the status.
  if not tonumber(code) and (status == 408 or status == 425 or status == 429 or status >= 500) then
    return nil
  end
  return codes.consult(code, keyed)
end

-- ---- 알림톡 ----

local alimtalk = {
  sent = { state = "sent" },
  later = { state = "later", reason = sentence "alimtalk.later" },
  credentials = { state = "credentials",
    reason = sentence "alimtalk.credentials" },
  number = { state = "refused",
    reason = sentence "alimtalk.number" },
  template = { state = "refused", coded = true,
    reason = sentence "alimtalk.template" },
  channel = { state = "refused", coded = true,
    reason = sentence "alimtalk.channel" },
  unreached = { state = "refused",
    reason = sentence "alimtalk.unreached" },
  instead = { state = "fallback", reason = sentence "alimtalk.instead" },
  replaced = { state = "fallback", coded = true,
    reason = sentence "alimtalk.replaced" },
  by_sms = { state = "fallback", reason = sentence "alimtalk.by_sms" },
  -- Both of a message that was taken: to send it again would tell no more.
  unsure = { state = "unknown", final = true,
    reason = sentence "alimtalk.unsure" },
  repeated = { state = "unknown", final = true,
    reason = sentence "alimtalk.repeated" },
  unreadable = { state = "unknown",
    reason = sentence "alimtalk.unreadable" },
  hours = { state = "refused",
    reason = sentence "alimtalk.hours" },
  refused = { state = "refused", coded = true,
    reason = sentence "alimtalk.refused" },
}

-- Kakao's own results, which every dealer hands on.
local kakao_results = {
  ["0000"] = "sent",
  ["1002"] = "credentials", ["1003"] = "credentials", ["1011"] = "credentials",
  ["1006"] = "channel", ["1007"] = "channel", ["1021"] = "channel", ["1022"] = "channel",
  ["1023"] = "channel", ["1024"] = "channel", ["1025"] = "channel", ["1027"] = "channel",
  ["1020"] = "number", ["3008"] = "number",
  ["3000"] = "later", ["3006"] = "later", ["9998"] = "later", ["9999"] = "later",
  ["3005"] = "unsure", ["4000"] = "unsure", ["4001"] = "unsure",
  ["3012"] = "repeated", ["3018"] = "unreached",
  ["1001"] = "template", ["1030"] = "template", ["3010"] = "template", ["3011"] = "template",
  ["3013"] = "template", ["3014"] = "template", ["3015"] = "template", ["3016"] = "template",
  ["3025"] = "template", ["3026"] = "template", ["3027"] = "template", ["3028"] = "template",
  ["3029"] = "template", ["3030"] = "template",
}

-- NHN's results of a message, where they are not Kakao's.
local nhn_results = {
  ["1000"] = "sent", MRC01 = "sent",
  ["3012"] = "later", -- there: no connection to Kakao
  ["3019"] = "unreached", ["3020"] = "unreached", ["3021"] = "unreached", ["3022"] = "hours",
}

-- NHN's answers to a call. -1005: the key was used within 10 minutes, and with what success is not
-- said; the result comes by the webhook.
local nhn_answers = {
  ["0"] = "sent",
  ["-1000"] = "credentials", ["-1001"] = "credentials", ["-4004"] = "credentials",
  ["-4005"] = "credentials",
  ["-1005"] = "repeated",
  ["-1006"] = "channel", ["-1014"] = "channel", ["-1027"] = "channel", ["-2017"] = "channel",
  ["-5000"] = "number", ["-4019"] = "number",
  ["-1028"] = "template", ["-2018"] = "template", ["-2019"] = "template", ["-3003"] = "template",
  ["-3004"] = "template", ["-3005"] = "template", ["-3010"] = "mismatch", ["-3011"] = "mismatch",
  ["-3033"] = "template", ["-3048"] = "template", ["-3049"] = "template", ["-3324"] = "template",
  ["-7000"] = "unreadable", ["-9999"] = "unreadable",
}

-- Solapi: codes from 1000 are said at once, those from 3000 with the report, 4000 is the end. 3000
-- is told of both ways.
local solapi_results = {
  ["2000"] = "sent", ["4000"] = "sent",
  ["3000"] = "unsure", ["3102"] = "unreached", ["3104"] = "unreached", ["3107"] = "unreached",
  ["3108"] = "hours",
}

-- What becomes of a failure where a second way was ordered. Dealers take that way after any failure
-- of the first, known by the result; one that no way helps against is not among these.
local with_sms = {
  unreached = "instead", mismatch = "replaced",
  template = "replaced", channel = "replaced", refused = "replaced", credentials = "replaced",
  later = "replaced",
}
local without_sms = { mismatch = "template" }

-- Of each dealer: the tables in which a code is looked up, in this order.
local dealers = {
  nhn = { result = { nhn_results, kakao_results }, answer = { nhn_answers, kakao_results } },
  hub = { result = { kakao_results }, answer = { kakao_results } },
  solapi = { result = { solapi_results }, answer = { solapi_results } },
}

---@param dealer "nhn"|"hub"|"solapi"
---@param of "answer"|"result"
---@param code any
---@param sms boolean another way is tried by itself where KakaoTalk does not reach the person
---@return table verdict
function codes.alimtalk(dealer, of, code, sms)
  local text, name = kakao.text(code) or "", nil
  for _, known in ipairs(dealers[dealer][of]) do name = name or known[text] end
  name = name or "refused"
  local again = of == "result" or name == "unreached" or name == "mismatch"
  local becomes = sms and again and with_sms or without_sms
  return codes.alimtalk_verdict(becomes[name] or name, code)
end

---@param name string key of the table above
---@param code any
---@return table verdict
function codes.alimtalk_verdict(name, code)
  local row, verdict = alimtalk[name], {}
  for key, value in pairs(row) do verdict[key] = value end
  verdict.coded = nil
  if row.coded then verdict.reason = with_code(row.reason, code) end
  return verdict
end

return codes
