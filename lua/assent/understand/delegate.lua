-- Requests to deal with somebody else instead: "제 남편과 통화해 주세요". A contact that is forbidden with
-- the same person, anywhere in the text, is never a request.

local import, pattern, ipairs, null = import, pattern, ipairs, null
local _ENV <const> = {}

local phones = import("assent/understand/phones").phones
local people = import "assent/understand/people"

-- A number given of somebody else has one purpose: "남편 번호 010-1234-5678이요".
local is = "(?:이?[요여]|이?에[요여]|예요|입니[다더]|이고요|임)?[ .!~]*$"
local gives_number = pattern("(?:번호|연락처|폰|전화)(?:는|은|가)? ?☎ ?" .. is ..
  "|☎ ?(?:이|가|은|는)? ?(?:저희|제|우리)? ?[가-힣]{1,8} ?(?:번호|연락처)" .. is ..
  "|(?:번호|연락처)[를는은]? ?(?:알려 ?드릴|드릴|남길|남겨 ?드릴|보낼|보내 ?드릴|적을)(?! ?(?:수|순|까))[^?]*☎")

-- In other languages, as it is said most: the words before a person, the person, the words behind.
local who = {
  { "passenger", "passenger|rider|乘客|乗客|hành khách" },
  { "spouse", "husband|wife|spouse|先生|丈夫|老公|太太|老婆|妻子|夫|主人|妻|家内|chồng|vợ" },
  { "vehicle_owner", "(?:car |vehicle )?owner|车主|車主|車の持ち主|chủ xe" },
  { "parent", "mother|father|mom|dad|parents?|妈妈?|媽媽?|爸爸?|父母|父亲|母亲|母|父|両親|mẹ|bố|cha|ba" },
  { "child", "son|daughter|儿子|兒子|女儿|女兒|息子|娘|con trai|con gái" },
  { "sibling", "brother|sister|哥哥?|弟弟?|姐姐?|妹妹?|兄|弟|姉|妹|anh trai|chị gái|em trai|em gái" },
  { "friend", "friend|朋友|友達|友人|bạn" },
  { "colleague", "colleague|coworker|co-worker|boss|manager|同事|同僚|上司|đồng nghiệp" },
}
local foreign_list = {}
for _, one in ipairs(who) do
  local name = "(?:" .. one[2] .. ")"
  foreign_list[#foreign_list + 1] = {
    relation = one[1],
    words = pattern("(?:call|contact|phone|ring|(?:talk|speak) (?:to|with)|reach(?: out to)?|ask|text|message) (?:to )?(?:my|the|our) " .. name .. "\\b" ..
      "|(?:联系|聯繫|聯絡|联络|打给|打電話給|打电话给|找|问|跟|和)(?:一下)?(?:我的?|那个|那個)?" .. name .. "(?!的)" ..
      "|(?:私|僕|俺|うち)?の?" .. name .. "(?:さん)?(?:に|と)(?:直接)?(?:電話|連絡|話|聞|相談)[^。？?]{0,4}(?:して|い[てで])(?:ください|下さい|ほしい|もらえ)" ..
      "|(?:gọi|liên hệ|nói chuyện|hỏi)(?: điện)? ?(?:cho|với)? " .. name .. "\\b"),
  }
end
local foreign_no = pattern("\\b(?:not?|never|don't|dont|didn't|already|called|if|should i|can i|did you|do you|why|will|i'll|stop)\\b" ..
  "|[?？]|不要|别|別|不用|没|沒|吗|嗎|已经|了吗|ないで|ました|ません|đừng|không|đã|rồi")

local function foreign(text)
  if foreign_no:test(text) then return nil end
  for _, one in ipairs(foreign_list) do
    local from, to = one.words:find(text)
    if from then return one.relation, text:sub(from, to) end
  end
end

-- The person of a number that is given, if it is somebody else's.
local function of_number(found, marked)
  if #found.contacts > 0 or not gives_number:test(marked) then return nil end
  for _, token in ipairs(found.list) do
    if token.group == people.MINE then return nil end
    local person = people.RELATIONS[token.group]
    if person then return person end
  end
end

-- "전화하세요 아 아니다 하지 마세요"
local called_off = pattern "(?:아니다|아니야|아니에요|아냐|아뇨|잠깐만?요?)[ .,!~]*[^.!?]{0,8}(?:하|걸|주|그러)지 ?(?:는 ?|도 ?)?(?:마|말)"

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
  if not relation and not why then relation, words_found = foreign(marked) end
  return {
    is_delegate_request = relation and true or false,
    relation = relation or null,
    phones = numbers,
    why = why and marked:sub(why.from, why.to) or words_found or relation and marked or "",
  }
end

return { read = read }
