-- play_time.lua: days and hours as a play has them, in Korean time: "2026-11-30 14:00 (월)".

local math, sentence, string = math, sentence, string
local _ENV <const> = nil

local second_ms <const>, minute_ms <const>, hour_ms <const> = 1000, 60 * 1000, 60 * 60 * 1000
local day_ms <const>, kst_ms <const> = 24 * hour_ms, 9 * hour_ms

local M = {}

-- The days of a year of the calendar before this day, counted from a first of March, so that the
-- day that only some years have is the last.
local function day_of(y, m, d)
  local shifted = (m + 9) % 12
  local years = m < 3 and y - 1 or y
  return years * 365 + years // 4 - years // 100 + years // 400 + (shifted * 306 + 5) // 10 + d - 1
end

local first_day <const> = day_of(1970, 1, 1)

local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_day(y, m, d)
  local leap = y and (y % 4 == 0 and y % 100 ~= 0 or y % 400 == 0)
  local last = m == 2 and leap and 29 or lengths[m]
  return y and last and d >= 1 and d <= last
end

-- "2026-11-20": is there such a day?
function M.is_date(text)
  local y, m, d = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  return is_day(math.tointeger(y), math.tointeger(m), math.tointeger(d))
end

local function weekday(days, language)
  return sentence("weekday." .. days % 7, nil, language)
end

-- Milliseconds since 1970; nil: it is no time, or another day of the week.
---@return integer?
function M.read(text)
  local time, day = text:match("^(.-)%s*%((.-)%)$")
  local date, hour, minute, rest = (time or text):match("^(%S+)%s+(%d%d?):(%d%d)(.*)$")
  local seconds = rest == "" and ":00" or rest or ""
  local second, fraction = seconds:match("^:(%d%d)(.*)$")
  local ms = fraction == "" and "0" or fraction and fraction:match("^%.(%d%d%d)$")
  if not date or not M.is_date(date) or not ms then return nil end
  local h, min, s = math.tointeger(hour), math.tointeger(minute), math.tointeger(second)
  if h > 23 or min > 59 or s > 59 then return nil end
  local y, m, d = date:match("^(%d+)%-(%d+)%-(%d+)$")
  local days = day_of(math.tointeger(y), math.tointeger(m), math.tointeger(d)) - first_day
  if day and day ~= weekday(days, "ko") and day ~= weekday(days, "en") then return nil end
  return days * day_ms + h * hour_ms + min * minute_ms + s * second_ms + math.tointeger(ms) - kst_ms
end

local function date_of(days)
  local n = days + first_day
  local y = (n * 10000 + 14780) // 3652425
  local rest = n - (y * 365 + y // 4 - y // 100 + y // 400)
  if rest < 0 then
    y = y - 1
    rest = n - (y * 365 + y // 4 - y // 100 + y // 400)
  end
  local shifted = (rest * 100 + 52) // 3060
  local m = (shifted + 2) % 12 + 1
  return y + (m < 3 and 1 or 0), m, rest - (shifted * 306 + 5) // 10 + 1
end

-- Seconds and thousandths stand where they are not 0.
function M.write(ms, language)
  local at = ms + kst_ms
  local y, m, d = date_of(at // day_ms)
  local of_day = at % day_ms
  local text = string.format("%04d-%02d-%02d %02d:%02d", y, m, d, of_day // hour_ms,
    of_day % hour_ms // minute_ms)
  local left_ms = of_day % minute_ms
  if left_ms > 0 then text = string.format("%s:%02d", text, left_ms // second_ms) end
  if left_ms % second_ms > 0 then text = string.format("%s.%03d", text, left_ms % second_ms) end
  return string.format("%s (%s)", text, weekday(at // day_ms, language))
end

return M
