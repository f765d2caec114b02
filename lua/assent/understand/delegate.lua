-- Requests to deal with somebody else instead: "제 남편과 통화해 주세요". A contact that is forbidden with
-- the same person, anywhere in the text, is never a request.

local import, pattern, ipairs, null = import, pattern, ipairs, null
local _ENV <const> = {}

local phones = import("assent/understand/phones").phones
local people = import "assent/understand/people"
local foreign = import "assent/understand/foreign"

-- A number given of somebody else has one purpose: "남편 번호 010-1234-5678이요".
local is = "(?:이?[요여]|이?에[요여]|예요|입니[다더]|이고요|임)?[ .!~]*$"
local gives_number = pattern("(?:번호|연락처|폰|전화)(?:는|은|가)? ?☎ ?" .. is ..
  "|☎ ?(?:이|가|은|는)? ?(?:저희|제|우리)? ?[가-힣]{1,8} ?(?:번호|연락처)" .. is ..
  "|(?:번호|연락처)[를는은]? ?(?:알려 ?드릴|드릴|남길|남겨 ?드릴|보낼|보내 ?드릴|적을)(?! ?(?:수|순|까))[^?]*☎")

local asks = pattern "[?]|어떻게|하나요|되나요|인가요|까요"

-- The person of a number that is given, if it is somebody else's.
local function of_number(found, marked)
  if #found.contacts > 0 or not gives_number:test(marked) or asks:test(marked) then return nil end
  for _, token in ipairs(found.list) do
    if token.group == people.MINE then return nil end
    local person = people.RELATIONS[token.group]
    if person then return person end
  end
end

-- "전화하세요 아 아니다 하지 마세요"
local called_off = pattern("(?:아니다|아니야|아니에요|아냐|아뇨|잠깐만?요?)[ .,!~]*[^.!?]{0,8}" ..
  "(?:하|걸|주|그러)지 ?(?:는 ?|도 ?)?(?:마|말)")

local function decide(contacts, marked)
  local asked
  for _, c in ipairs(contacts) do
    if c.kind == "request" and people.is_third(c.whom) and not asked then asked = c end
  end
  for _, c in ipairs(contacts) do
    local same = not asked or not c.whom or c.whom == asked.whom
    if c.kind == "forbidden" and same then return nil, c end
  end
  if asked and called_off:test(marked:sub(asked.to + 1)) then return nil, asked end
  return asked
end

local function read(words)
  local numbers, marked = phones(words.plain)
  local contacts, list = people.contacts(marked)
  local asked, against = decide(contacts, marked)
  local relation = asked and asked.whom
  local why = asked or against
  if not relation and not against then
    relation = of_number({ contacts = contacts, list = list }, marked)
  end
  local words_found
  if not relation and not why then relation, words_found = foreign.request(marked) end
  return {
    is_delegate_request = relation and true or false,
    relation = relation or null,
    phones = numbers,
    why = why and marked:sub(why.from, why.to) or words_found or relation and marked or "",
  }
end

return { read = read }
