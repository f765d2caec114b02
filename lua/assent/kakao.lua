-- kakao.lua: what the adapters of KakaoTalk's three pipes (kakao_skill, kakao_consult,
-- kakao_alimtalk) have in common.

local error, math, pairs, pattern, string, tonumber, tostring, type, utf8 =
  error, math, pairs, pattern, string, tonumber, tostring, type, utf8
local _ENV <const> = nil

local kakao = {}

-- Kakao takes no more than this in chat_extra, and empties what does not fit.
local token_form = pattern "^[A-Za-z0-9_]{1,50}\\z"
local key_form = pattern "^[\\x21-\\x7e]{1,70}\\z"
local time_form = pattern
  "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)\\z"
local digits_form = pattern "^[0-9]{1,15}\\z"
local control = pattern "[\\p{Cc}\\p{Zl}\\p{Zp}]"
local no_digit = pattern "[^0-9]"

---A member of what may be no object at all.
---@return any
function kakao.of(object, name)
  if type(object) == "table" then return object[name] end
end

---A text that is there, or a whole number as text: dealers send ids as either.
---@return string?
function kakao.text(v)
  if math.type(v) == "integer" then return tostring(v) end
  if type(v) == "string" and v ~= "" then return v end
end

---@return boolean
function kakao.is_token(v)
  return type(v) == "string" and token_form:test(v)
end

---A token on its way out. What is put into an `extra` leaves the house in clear, so nothing that
---could be a name or a number with its marks may pass.
---@param v string
---@return string v
function kakao.token(v)
  if kakao.is_token(v) then return v end
  error("a token must be [A-Za-z0-9_]{1,50}: nothing else may stand in an extra", 0)
end

---What names a person on Kakao.
---@param v any
---@param what string
---@return string
function kakao.address(v, what)
  local address = kakao.text(v)
  if address and utf8.len(address) <= 70 and not control:test(address) then return address end
  error(what .. ": expected 1 to 70 characters", 0)
end

---A key of a person or a channel that is fit for a header.
---@param v any
---@param what string
---@return string
function kakao.key(v, what)
  local key = kakao.text(v)
  if key and key_form:test(key) then return key end
  error(what .. ": expected 1 to 70 visible ASCII characters", 0)
end

---The first max code points, an ellipsis being the last of them where something was cut.
---@return string
function kakao.cut(text, max)
  if utf8.len(text) <= max then return text end
  return text:sub(1, utf8.offset(text, max) - 1) .. "…"
end

---Texts that are too long are the engine's to cut: what is shown must be what was recorded.
---@param text string
---@param max integer code points
---@return string text
function kakao.fitting(text, max)
  if utf8.len(text) <= max then return text end
  error("a text of " .. utf8.len(text) .. " characters: " .. max .. " are possible at most", 0)
end

---Days since 1970 as year, month, day (proleptic Gregorian; eras of 400 years from March on).
local function civil(days)
  local z = days + 719468
  local era = z // 146097
  local doe = z - era * 146097
  local yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
  local doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
  local mp = (5 * doy + 2) // 153
  local month = mp < 10 and mp + 3 or mp - 9
  return yoe + era * 400 + (month <= 2 and 1 or 0), month, doy - (153 * mp + 2) // 5 + 1
end

---A time of a dealer's: milliseconds since 1970, as number or text, or RFC 3339. A time without
---its zone tells nothing. nil: not known.
---@return string?
function kakao.time(v)
  local text = kakao.text(v)
  if not text then return nil end
  if time_form:test(text) then return text end
  local ms = digits_form:test(text) and tonumber(text) or 0
  if ms < 1000000000000 then return nil end -- of 2001: not milliseconds
  local seconds = ms // 1000
  local year, month, day = civil(seconds // 86400)
  return string.format("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, day,
    seconds // 3600 % 24, seconds // 60 % 60, seconds % 60, ms % 1000)
end

---A telephone number as it is dialled in Korea, digits only: "821012345678" is "01012345678". One
---of another country keeps its code, behind a plus. nil: none.
---@return string?
function kakao.phone(v)
  local text = kakao.text(v)
  local digits = text and no_digit:gsub(text, "") or ""
  if #digits < 8 or #digits > 15 then return nil end
  if digits:sub(1, 2) == "82" then
    local rest = digits:sub(3)
    return rest:sub(1, 1) == "0" and rest or "0" .. rest
  end
  return digits:sub(1, 1) == "0" and digits or "+" .. digits
end

-- ---- how a case begins ----

kakao.opens_setting = {
  name = "opens", type = "object",
  help = "What opens a case for a person who is in none: { \"where\": { \"facts\": {…}, \"flow\"?, "
    .. "\"member\"? } }; the facts are those of docs/case.schema.json.",
}
kakao.target_setting = {
  name = "target", type = "text",
  help = "The name of the target by which the people of such a case are reached.",
}

---Raises where `opens` of the settings cannot work.
function kakao.check_opens(settings)
  if not settings.opens then return end
  if not settings.target then error("target: is needed with \"opens\"", 0) end
  for where, one in pairs(settings.opens) do
    if type(kakao.of(one, "facts")) ~= "table" then
      error("opens." .. where .. ".facts: must be an object with the facts of such a case", 0)
    end
  end
end

---The body of an "open", or nil: nothing opens there. The first of the keys that is known counts.
---@param settings table
---@param keys table {n: integer, [integer]: string?} where the person is
---@param address string
---@param mode "bot"|"assist"
---@return table?
function kakao.opening(settings, keys, address, mode)
  if not settings.opens then return nil end
  for i = 1, keys.n do
    local one = keys[i] and settings.opens[keys[i]]
    if one then
      local caller = {
        platform = settings.target,
        address = address,
        member = one.member == true,
        mode = mode,
      }
      return { flow = one.flow, facts = one.facts, parties = { caller = caller } }
    end
  end
end

return kakao
