-- Requests, complaints and withdrawals in English, Chinese, Japanese and Vietnamese, as they are
-- said most. (Answers to a question in these languages: consent/yes_foreign.lua, consent/no.lua.)

local pattern, ipairs, concat = pattern, ipairs, table.concat
local _ENV <const> = {}

local function any(...) return "(?:" .. concat({ ... }, "|") .. ")" end

-- ---- requests ----

local relations = {
  { "passenger", "passenger|rider|乘客|乗客|hành khách" },
  { "spouse", "husband|wife|spouse|先生|丈夫|老公|太太|老婆|妻子|夫|主人|妻|家内|chồng|vợ" },
  { "vehicle_owner", "(?:car |vehicle )?owner|车主|車主|車の持ち主|chủ xe" },
  { "parent", "mother|father|mom|dad|parents?|妈妈?|媽媽?|爸爸?|父母|父亲|母亲|母|父|両親|mẹ|bố|cha|ba" },
  { "child", "son|daughter|儿子|兒子|女儿|女兒|息子|娘|con trai|con gái" },
  { "sibling", "brother|sister|哥哥?|弟弟?|姐姐?|妹妹?|兄|弟|姉|妹|anh trai|chị gái|em trai|em gái" },
  { "friend", "friend|朋友|友達|友人|bạn" },
  { "colleague", "colleague|co-?worker|boss|manager|同事|同僚|上司|đồng nghiệp" },
}

local call = {
  en = any("call", "contact", "phone", "ring", "talk to", "talk with", "speak to", "speak with",
    "reach(?: out to)?", "ask", "text", "message"),
  zh = any("联系", "聯繫", "聯絡", "联络", "打给", "打電話給", "打电话给", "找", "问", "跟", "和"),
  ja = any("電話", "連絡", "話", "聞", "相談"),
  vi = any("gọi", "liên hệ", "nói chuyện", "hỏi"),
}

local requests = {}
for i, one in ipairs(relations) do
  local name = "(?:" .. one[2] .. ")"
  requests[i] = { relation = one[1], words = pattern(any(
    call.en .. " (?:my|the|our) " .. name .. "\\b",
    call.zh .. "(?:一下)?(?:我的?|那个|那個)?" .. name .. "(?!的)",
    "(?:私|僕|俺|うち)?の?" .. name .. "(?:さん|の方|様)?[にと](?:直接)?" .. call.ja ..
      "[^。？?]{0,4}(?:して|い[てで])(?:ください|下さい|ほしい|もらえ)",
    call.vi .. "(?: điện)? ?(?:cho|với)? " .. name .. "\\b")) }
end

-- Forbidden, asked, told, or one's own plan.
local no_request = pattern("\\b" .. any("no", "not (?:to )?(?:call|contact|talk|speak|ask)",
  "never", "don't", "dont", "didn't", "already",
  "called", "if", "should i", "can i", "did you", "do you", "why", "will", "i'll", "stop") ..
  "\\b|" .. any("[?？]", "不要", "别", "別", "不用", "没", "沒", "吗", "嗎", "已经", "了吗", "ないで",
  "ました", "ません", "đừng", "không", "đã", "rồi"))

local sentence = pattern "[^.!?。！？]*[.!?。！？]*"

local function sentence_of(text, at)
  local from = 1
  while true do
    local first, last = sentence:find(text, from)
    if last >= at then return text:sub(first, last) end
    from = last + 1
  end
end

---@return string? relation, string? words
local function request(text)
  for _, one in ipairs(requests) do
    local from, to = one.words:find(text)
    if from and not no_request:test(sentence_of(text, from)) then
      return one.relation, text:sub(from, to)
    end
  end
end

-- ---- complaints ----

local my = {
  en = "(?:my )" .. any("phone", "number", "info", "data", "personal"),
  zh = "我的?" .. any("电话", "電話", "手机", "手機", "号码", "號碼", "信息", "资料", "資料", "个人", "個人",
    "联系方式", "聯絡方式"),
  ja = "(?:私|僕|俺|うち)の(?:電話)?" .. any("番号", "情報", "連絡先", "個人情報", "名前"),
}
local how = {
  zh = any("怎么", "怎麼", "如何", "为什么", "為什麼", "从哪里?", "從哪裡?", "在哪里?", "哪来", "哪裡", "谁", "誰"),
  ja = any("どうして", "なぜ", "なんで", "何で", "どうやって", "どこで", "どこから", "誰から", "誰に"),
  vi = any("sao", "tại sao", "làm sao", "vì sao", "ở đâu", "từ đâu", "ai"),
}
local knows = {
  zh = any("知道", "有", "得到", "拿到", "弄到", "获得", "獲得", "给", "給", "泄露", "洩露", "找到", "来", "來"),
  ja = any("知", "手に入れ", "入手", "聞", "分か", "わか", "持って", "得"),
}

local complaint = pattern(any(
  "how (?:did|do|come) ?you (?:get|know|have|find|got|obtain)[^.?!]{0,16}(?:my|number|me)",
  "where (?:did|do) you (?:get|find|obtain) (?:my|this number)",
  "who gave (?:you )?my", "who told you (?:about|my)", "why do you have " .. my.en,
  "(?:did not|didn't|never) (?:give|gave|agreed? to give) you " .. my.en,
  "(?:source of|leaked?) " .. my.en,
  how.zh .. "[^。？?!]{0,8}" .. knows.zh .. "[^。？?!]{0,6}" .. my.zh,
  "[谁誰][把将將]?" .. my.zh .. "[^。？?!]{0,4}[给給告泄洩]",
  my.zh .. "[^。？?!]{0,8}" .. how.zh .. "[^。？?!]{0,8}" .. knows.zh,
  how.ja .. "[^。？?!]{0,6}" .. my.ja .. "[^。？?!]{0,4}" .. knows.ja,
  my.ja .. "[^。？?!]{0,4}" .. how.ja .. "[^。？?!]{0,6}" .. knows.ja,
  how.vi .. "[^.?!]{0,24}(?:biết|có|lấy|cho|tìm)[^.?!]{0,12}(?:số|thông tin)[^.?!]{0,16}" ..
    "(?:tôi|em|mình)"))

-- ---- withdrawals ----

local withdrawal = pattern(any(
  "(?:withdraw|revoke|cancel|take back|undo|retract)(?:ing)? (?:my|the) (?:earlier |previous )?" ..
    "(?:consent|agreement|permission|approval|yes|ok)",
  "(?:don't|do not) (?:agree|consent) (?:any ?more|anymore)", "no longer (?:agree|consent)",
  "(?:delete|erase|remove) " .. my.en,
  "(?:stop|do not|don't) (?:contact(?:ing)?|call(?:ing)?|use|using) (?:me|" .. my.en ..
    ") (?:any ?more|again)",
  "(?:撤回|取消|收回)(?:之前的?|刚才的?|我的|的)*(?:同意|授权|授權)", "不再同意", "同意的?(?:那个|事)?[就都]?(?:取消|撤回|作废|收回)",
  "同意を(?:撤回|取り消|取消|やめ)", "(?:先ほど|さっき)の同意は?[^。]{0,4}(?:取り消|撤回|なかったこと)",
  "rút lại (?:sự )?đồng ý", "hủy (?:bỏ )?(?:sự )?đồng ý", "không đồng ý nữa"))
local no_withdrawal = pattern(any("[?？]", "\\bhow\\b", "\\bif\\b", "\\bcan i\\b",
  "\\bnot (?:want|withdraw|cancel|revoke)", "don't (?:want|cancel|withdraw)", "怎么", "如何", "吗", "不想",
  "不要撤", "[不没沒](?:会|要)?(?:撤|取消|收回)", "ません", "か[。]?$"))

return {
  request = request,
  ---@return integer? first, integer? last
  complaint = function(text) return complaint:find(text) end,
  withdrawal = function(text)
    if not no_withdrawal:test(text) then return withdrawal:find(text) end
  end,
}
