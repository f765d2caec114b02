-- codes.lua: what the numbers mean that dealers answer with, as verdicts (docs/adapters.md). The
-- reasons are for the agent, who cannot mend a contract, but can tell who can.

local import, ipairs, math, pairs, pattern, tonumber, tostring, type =
  import, ipairs, math, pairs, pattern, tonumber, tostring, type
local kakao = import "assent/kakao"
local _ENV <const> = nil

local codes = {}

local shown = pattern "^[A-Za-z0-9_-]{1,40}\\z"

---A code as it may stand in a reason: nothing that a stranger could write there.
local function in_brackets(code)
  local text = math.type(code) and tostring(code) or code
  return type(text) == "string" and shown:test(text) and " (" .. text .. ")" or ""
end

-- ---- 상담톡 ----

local consult = {
  sent = { state = "sent" },
  later = { state = "later",
    reason = "카카오 쪽 오류로 아직 보내지 못했습니다. 자동으로 다시 보냅니다." },
  credentials = { state = "credentials",
    reason = "상담톡 연결 설정이 올바르지 않습니다. 관리자에게 알려 주세요." },
  ended = { state = "refused", session = false, again = true,
    reason = "상담이 끝나 있어 보내지 못했습니다. 고객이 다시 말을 걸면 보냅니다." },
  blocked = { state = "refused", session = false,
    reason = "고객이 차단된 상태라 보내지 못했습니다. 다른 방법으로 연락해 주세요." },
  stranger = { state = "refused",
    reason = "고객 식별 키가 올바르지 않아 보내지 못했습니다. 고객이 채널로 다시 말을 걸게 안내해 주세요." },
  long = { state = "refused",
    reason = "1,000자가 넘어 보내지 못했습니다. 짧게 나누어 다시 보내 주세요." },
  closed = { state = "refused",
    reason = "채널의 채팅 기능이 꺼져 있어 보내지 못했습니다. 관리자에게 알려 주세요." },
  malformed = { state = "refused", coded = true,
    reason = "카카오가 메시지를 받아들이지 않았습니다. 관리자에게 알려 주세요." },
  doubtful = { state = "unknown",
    reason = "카카오가 중복된 요청이라고 답해 전달되었는지 알 수 없습니다. 고객에게 받았는지 확인해 주세요." },
  partly = { state = "unknown",
    reason = "일부만 전달되었을 수 있습니다. 고객에게 받았는지 확인해 주세요." },
  unreadable = { state = "unknown",
    reason = "상담톡의 답을 읽을 수 없어 전달되었는지 알 수 없습니다. 고객에게 받았는지 확인해 주세요." },
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
  return { state = row.state, reason = row.reason .. in_brackets(code) }
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
  later = { state = "later", reason = "카카오 쪽 오류로 아직 초대하지 못했습니다. 조금 뒤에도 그대로면 전화나 문자로 연락해 주세요." },
  credentials = { state = "credentials",
    reason = "알림톡 연결 설정이 올바르지 않습니다. 관리자에게 알려 주세요." },
  number = { state = "refused",
    reason = "전화번호가 올바르지 않아 초대하지 못했습니다. 번호를 확인해 주세요. 이분에게 글을 보내면 다시 초대합니다." },
  template = { state = "refused", coded = true,
    reason = "승인된 알림톡 템플릿과 맞지 않아 초대하지 못했습니다. 관리자에게 알려 주세요." },
  channel = { state = "refused", coded = true,
    reason = "카카오톡 채널을 쓸 수 없는 상태라 초대하지 못했습니다. 관리자에게 알려 주세요." },
  unreached = { state = "refused",
    reason = "카카오톡으로 받을 수 없는 번호입니다. 전화나 문자로 연락해 주세요." },
  instead = { state = "fallback", reason = "카카오톡으로 받을 수 없어 SMS로 보냅니다." },
  replaced = { state = "fallback", coded = true,
    reason = "알림톡으로 초대하지 못해 SMS로 보냅니다. 관리자에게 알려 주세요." },
  by_sms = { state = "fallback", reason = "카카오톡으로 받을 수 없어 SMS로 보냈습니다." },
  -- Both of a message that was taken: to send it again would tell no more.
  unsure = { state = "unknown", final = true,
    reason = "받았는지 알 수 없습니다. 3일 안에 도착할 수 있습니다." },
  repeated = { state = "unknown", final = true,
    reason = "같은 초대가 이미 접수된 것으로 보입니다. 답이 없으면 전화나 문자로 연락해 주세요." },
  unreadable = { state = "unknown",
    reason = "알림톡의 답을 읽을 수 없어 초대되었는지 알 수 없습니다. 답이 없으면 전화나 문자로 연락해 주세요." },
  hours = { state = "refused",
    reason = "지금은 알림톡을 보낼 수 없는 시간입니다. 낮에 이분에게 글을 보내면 다시 초대합니다." },
  refused = { state = "refused", coded = true,
    reason = "알림톡이 초대를 받아들이지 않았습니다. 관리자에게 알려 주세요." },
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
  if row.coded then verdict.reason = row.reason .. in_brackets(code) end
  return verdict
end

return codes
