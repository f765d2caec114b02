-- Telephone numbers as people write and say them: "010-1234-5678", "공일공에 일이삼사…", "+82 10 …",
-- with what they corrected of them. Order, card and account numbers, dates and fares are not taken.

local pattern, utf8 = pattern, utf8
local ipairs = ipairs
local _ENV <const> = {}

local one = "(?:[0-9]|하나|다섯|여섯|일곱|여덟|아홉|제로|[공영빵일이삼사오육륙칠팔구둘셋넷])"
local gap = " ?(?:[-‐-―−ㅡ.·,/()_~]{1,2}|에|다시|대시|번에?|국에)? ?"
local function some(more) return "(" .. one .. "(?:" .. gap .. one .. "){" .. more .. "})" end

-- Whole numbers begin with 0 or the country; what a digit or "digit-" precedes is part of another.
local abroad = "[+] ?82|플러스 ?(?:82|팔이|팔십이)|00 ?82|(?<![0-9])82(?=[ -]?[(]?0?[)]?[ -]?1[016-9])"
local starts = pattern("(?<![0-9])(?<![0-9][-.])(?:(" .. abroad .. ")[ ().-]*(?=[0-9공영일])|" ..
  "[(]?(?=[0공영빵]|제로))(" .. one .. "(?:" .. gap .. one .. "){6,19})")
local may_start = pattern "[0-9]{3}|[공영빵]|제로|82"
-- Numbers of companies, without an area: only as they are printed.
local company = pattern "(?<![0-9])(?<![0-9][-.])1[568][0-9]{2}-[0-9]{4}(?![0-9])(?!-[0-9])"
local not_a_phone = pattern("(?:계좌|(?:주문|카드|승인|예약|접수|호출|사업자|운송장|송장|쿠폰|문의|티켓)(?: ?번호)?|" ..
  "은행|뱅크|국민|신한|농협|기업|토스|새마을|수협|우체국)(?: ?번호)?(?:는|은|이|가)?[ :#]*$")

-- "아니", "말고" …: what follows replaces the end of the number. "아니면" offers a second one.
local not_this = "(?:아니(?!면)[가-힣]{0,4}|아뇨|아냐|앗|아차|말고|정정[가-힣]{0,4}|잘못 ?[가-힣]{1,5}|다시)"
local where = "(?:맨? ?(?:가운데|중간|뒤|뒷? ?자리|뒷 ?번호|끝 ?자리|끝 ?번호|끝|마지막)[가-힣]{0,4} ?)?"
local corrected = pattern("^ ?(?:이|가|은|는|번)?(?:이?요|[이에예]+요|입니다|인데요?)?[ ,.]*(?:아|어|앗)?[ ,.]*" ..
  not_this .. "(?:[ ,.]*(?:아니[가-힣]{0,2}))?[ ,.]*" .. where .. some "1,13")
local replaced = pattern("^[^0-9☎]{0,30}?" .. where .. some "0,7" ..
  "(?:번)? ?(?:이|가)? ?(?:아니(?!면)[가-힣]{0,4}|말고)[ ,.]*" .. some "0,7")
local copula = pattern "^이 ?(?:요|에|예|고|구|야|라|거|며|니|지|죠|여|유|다|랑|인|었|던)"

local values = {
  ["공"] = 0, ["영"] = 0, ["빵"] = 0, ["제로"] = 0, ["일"] = 1, ["하나"] = 1, ["이"] = 2, ["둘"] = 2,
  ["삼"] = 3, ["셋"] = 3, ["사"] = 4, ["넷"] = 4, ["오"] = 5, ["다섯"] = 5, ["육"] = 6, ["륙"] = 6,
  ["여섯"] = 6, ["칠"] = 7, ["일곱"] = 7, ["팔"] = 8, ["여덟"] = 8, ["구"] = 9, ["아홉"] = 9,
}
local DASH, ZERO, NINE = 45, 48, 57
local SYLLABLE = 3 -- bytes of one in UTF-8

-- The digits in text[from..to]: a list of { value, from, to }.
local function digits(text, from, to)
  local list, at = {}, from
  while at <= to do
    local byte = text:byte(at)
    local size, value = 1, nil
    if byte >= ZERO and byte <= NINE then
      value = byte - ZERO
    elseif byte >= 128 then
      size = SYLLABLE
      value = values[text:sub(at, at + 2 * SYLLABLE - 1)]
      if value then size = 2 * SYLLABLE else value = values[text:sub(at, at + SYLLABLE - 1)] end
      if not value then size = utf8.offset(text, 2, at) - at end
    end
    if value then list[#list + 1] = { value = value, from = at, to = at + size - 1 } end
    at = at + size
  end
  local last = list[#list]
  local says_is = last and #list > 1 and text:sub(last.from, last.to) == "이"
  if says_is and copula:test(text:sub(last.from)) then
    list[#list] = nil -- 5678이요: "it is"
  end
  return list
end

local function joined(list, count)
  local text = ""
  for at = 1, count or #list do text = text .. list[at].value end
  return text
end

-- How many digits a number with this beginning may have, the longest first.
local function lengths(number)
  local two, three = number:sub(1, 2), number:sub(1, 3)
  if three == "010" or three == "070" then return { 11 } end
  if two == "02" then return { 10, 9 } end
  if three == "050" then return { 12, 11 } end
  local area, kind = number:byte(2), number:byte(3)
  if not kind then return {} end
  if area == 49 and (kind == 49 or kind >= 54) then return { 11, 10 } end -- 011, 016-019
  if area >= 51 and area <= 54 and kind >= 49 and kind <= 53 then return { 11, 10 } end -- 031-065
  if three == "080" or three == "060" then return { 11, 10 } end
  return {}
end

-- How many of the digits make one number; nil: none, or the digits run on as another kind of
-- number.
local function whole(text, list, lead)
  local number = lead .. joined(list)
  for _, length in ipairs(lengths(number)) do
    local count = length - #lead
    if count <= #list then
      local last, behind = list[count], list[count + 1]
      local after = text:byte(last.to + 1)
      local glued = behind and after and
        (after == DASH and behind.from == last.to + 2 or after >= ZERO and after <= NINE)
      if behind and behind.from == last.to + 1 and #list > count + 1 then glued = true end
      if not glued then return count end
    end
  end
end

-- A spoken remainder needs four digits: "아니 이 사람" holds two.
local function remainder(text, from, to)
  local list = digits(text, from, to)
  local spoken = false
  for _, d in ipairs(list) do
    if d.to > d.from then spoken = true end
  end
  if spoken and #list < 4 then return {} end
  return list
end

-- number, or as far as it was said, with what corrects it behind text[at]: number, last byte used.
local function correct(text, number, at, ready)
  local rest = text:sub(at + 1)
  local _, last, behind = corrected:find(rest)
  if last then
    local list = remainder(rest, last - #behind + 1, last)
    local said, used = joined(list), list[#list] and at + list[#list].to
    if said:sub(1, 1) == "0" and #said >= 9 then
      local count = whole(rest, list, "")
      if count then return said:sub(1, count), at + list[count].to end
    elseif #said >= 2 then
      local length = ready and #number or lengths(number)[1] or 0
      local kept = length - #said
      if kept >= 2 and kept <= #number then return number:sub(1, kept) .. said, used end
    end
  end
  if not ready then return nil end
  local _, stop, before, after = replaced:find(rest)
  if not stop then return number, at end
  local wrong = joined(digits(before, 1, #before))
  local list = digits(rest, stop - #after + 1, stop)
  local right = joined(list)
  local from
  for start = 1, #number - #wrong + 1 do
    if number:sub(start, start + #wrong - 1) == wrong then from = start end
  end
  if #right ~= #wrong or not from then return number, at end
  return number:sub(1, from - 1) .. right .. number:sub(from + #wrong), at + list[#list].to
end

-- The next number at or after byte `from`: first, last, number.
local function next_number(text, from)
  while true do
    local first, last, country, rest = starts:find(text, from)
    if not first then return nil end
    local list = digits(text, last - #rest + 1, last)
    local lead = ""
    if country then lead = list[1].value == 0 and "" or "0" end
    local count = not not_a_phone:test(text:sub(1, first - 1)) and whole(text, list, lead)
    local number, used
    if count then
      number, used = correct(text, lead .. joined(list, count), list[count].to, true)
    elseif #list < 11 and #lengths(lead .. joined(list)) > 0 then
      number, used = correct(text, lead .. joined(list), list[#list].to, false)
    end
    if number then return first, used, number end
    from = last + 1
  end
end

-- The numbers of companies in the text, which holds no others any more.
local function companies(text, take)
  local at = 1
  while true do
    local first, last = company:find(text, at)
    if not first then return text end
    take(text:sub(first, first + 3) .. text:sub(last - 3, last))
    text = text:sub(1, first - 1) .. "☎" .. text:sub(last + 1)
    at = first + #"☎"
  end
end

-- plain: in one spelling (normal.lua). The numbers in their order, each once, and the text with ☎
-- in their places.
local function phones(plain)
  local list, seen = {}, {}
  if not may_start:test(plain) then return list, plain end
  local function take(number)
    if not seen[number] then
      seen[number] = true
      list[#list + 1] = number
    end
  end
  local marked, at = "", 1
  while true do
    local first, last, number = next_number(plain, at)
    if not first then break end
    take(number)
    marked = marked .. plain:sub(at, first - 1) .. "☎"
    at = last + 1
  end
  return list, companies(marked .. plain:sub(at), take)
end

return { phones = phones }
