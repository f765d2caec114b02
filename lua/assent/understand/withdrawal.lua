-- Withdrawals of an earlier consent, by the person himself: "아까 동의한 거 취소할게요", "그 사람한테 더는 말하지
-- 마세요", "제 번호 지워 주세요". Withdrawing is to be no harder than giving (PIPA 38(4)): to forbid a
-- contact or the use of one's data is to withdraw, whatever words were used. A first refusal ("동의
-- 안 해요") is none, nor is a question, a condition, another's wish, or the cancelling of a ride or
-- a payment.

local import, pattern, ipairs, concat = import, pattern, ipairs, table.concat
local _ENV <const> = {}

local phones = import("assent/understand/phones").phones
local people = import "assent/understand/people"
local foreign = import "assent/understand/foreign"

local function any(...) return "(?:" .. concat({ ... }, "|") .. ")" end
local tail = "(?=([^.!?]{0,16})[.!~ ]*([?]?))" -- what is said of it, and whether it is asked
local function near(most) return "[^.!?]{0," .. most .. "}?" end

local consent = "(?:동[의이으]|ㄷㅇ|위임|허락|승낙|허용|허가|수락|수집|제공|승인|활용|consent)"
local given = "(?:(?:" .. consent .. "|허락)(?:한다|했던|햇던|한|헌|해 ?[준줬]|했|햇|혔|하[겠신]|드린)" ..
  "|(?:네|예|응|어|된다|괜찮다|좋다|그러라|그래도 ?된다|알겠다|오케이|ok|하라|해도 ?된다 ?캤던|해도 ?된다|통화하라|연락하라|얘기하라|상담하라" ..
  "|말하라)(?:라|다)?고 ?(?:말 ?)?(?:한|했던|햇던|말한|답한|대답한|누른)|" ..
  "(?:제가|내가|아까|방금|전에|먼저|어제) ?(?:한|했던|드린|말한|누른) ?(?:말|답|대답|얘기|약속|선택)" ..
    "|(?:아까|방금|전에|좀전에) ?(?:ok|오케이|네|예|응|콜|ㅇㅋ|ㅇㅇ) ?(?:라고 ?)?한" ..
    "|(?:아까|방금|전에) ?(?:괜찮|좋)[^.!?]{0,6}(?:한|했던))"
local doing = "(?:(?:상담|통화|연락|얘기|이야기|전화|전달|말|공유|제공|조회|진행|위임|대리)하(?:는|라는|기로 ?한|라고 ?한|라고 ?했던" ..
  "|도록 ?한)|(?:맡긴|맡기기로 ?한|부탁한))"
local thing = " ?(?:거|것|건|걸|것들|부분|내용|사항|일|말)?(?:을|를|은|는|도|요)? ?(?:그냥|다시|모두|전부|다|좀|이제|인제|지금|바로" ..
  "|도로)* ?"

-- What undoes it. The last group is what is said of the undoing.
local undo = "(?:물릴래|무를래|거둘래|없는 ?[걸거]로|못 ?한 ?[걸거것]로|철[회훼히]|처회|취소|취하|무르|무를|물러|물리|물릴|거[두뒀]|거둘|거둬" ..
  "|해지|번복|무효" ..
  "|없[던었]던? ?(?:걸|것|거|일|얘기)(?:로|으로)?|없던걸로|안 ?한 ?(?:걸|것|거)(?:로|으로)|안 ?했던 ?(?:걸|것)로|빼|되돌|되물|반려|파기" ..
  "|해제|중지|중단|정지|회수|백지화|없애|없앨|거부로|미동의로|비동의로|withdraw|revoke|cancel)"
local bare_undo = pattern(undo .. tail)
local strong = pattern("(?:" .. consent .. "|" .. given .. ")" .. "[^.!?]{0,22}?" .. undo .. tail)
local by_given = pattern("(?:" .. given .. "|" .. doing .. ")" .. thing .. near(12) .. undo .. tail)
local reversed = pattern(undo .. "([^.!?]{0,10})[.!,~ ]+" .. near(10) .. "(?:" .. given .. "|" ..
  consent .. " ?(?:요|한|했던|해 ?준)|" .. doing .. ")(?= ?(?:거|것|건|부분|요|말))()")
local plain_undo = pattern("(?:철[회훼히]|처회)" .. tail)
local not_consent = "(?:수수료|위약금|과태료|호출|콜|예약|결제|주문|배차|운행|대리|택시|카드|환불|경유지?|도착지|출발지|목적지|신고|접수|클레임" ..
  "|쿠폰|팁|구독" ..
  "|자동 ?결제|회원|이의|민원|보험|요청|탑승|(?<!정보 )(?<!정보)(?<!수집 )(?<!및 )이용|문의|리뷰|평점|별점|소송|고소|변경|주소|포인트|요금|출발" ..
  "|앱|어플|차량)"
local why_undo = pattern("(?:말씀|의견|주장|제안|생각)에 ?동의[^.!?]{0,12}" .. undo .. "|왜 ?(?:제가 |내가 " ..
  "|굳이 )?[^.!?]{0,8}?" .. undo) -- 왜 취소해요: rhetorical
local other_matter = pattern(not_consent .. "(?:님|건|한 ?거|한 ?것|했던 ?거|신청|지정|권|비)?(?:을|를|은|는" ..
  "|도)? ?" .. near(6) .. undo)

-- Said of the undoing: done now, or only spoken about.
local not_now = pattern("^" .. any(
  "(?:는|은|를|을|도|까지)? ?(?:절대 ?)?(?:안|못) ?(?:할|합|하|해|했|되|돼)",
  "(?:하|를|을|는|은)?(?:려|려고|려는|자|겠다|한다)?(?:는)? ?(?:거|건|것|게|뜻|말|의도|의미)?(?:은|는|이|가|도)? ?아(?:니(?!다)|닙|녜)",
  "(?:할|하려는|하고 ?싶은)? ?(?:생각|마음|의사|뜻|필요|이유|계획)(?:은|이|도|까지는|까진)? ?(?:전혀 ?|추호도 ?)?(?:없|업|아니)",
  "(?:하|시키|누르|되)?지(?:는|도|를)? ?(?:[않마말]|못)",
  "(?:을|를|도|가|이|은|는)? ?(?:할 ?수|가능|되)[^.!?]{0,6}(?:나|까|가요|요[?]|지[?]|냐|는지|죠|있죠|있어|인지)",
  "(?:가|이|은|는)? ?(?:되나|되는|됩니까|돼요[?]|된 ?건|됐나|됐어|되었|되면|될까|됨)",
  "(?:을|를)? ?(?:하|시키|되|누르|러|리|르|두)?면", "(?:을|를|은|는)? ?(?:하는 ?|할 ?)?(?:방법|법|절차|양식|서류|서(?= ?양)|사유" ..
    "|이유|기한|기간|조건|버튼|메뉴|화면|수수료|어떻|어디|어케|문의|안내(?! ?부탁))",
  "(?:을|를)? ?(?:하|시)?(?:겠|냐|시겠|할)?(?:습니까|냐고|겠냐|시겠습니까)",
  "(?:을|를)? ?(?:한|하겠|싶|하고 ?싶|하|해|해달|해 ?달|한다|했|하자)?(?:대|래)(?:요|서|[ ?.!]|는데|네|$)",
  "(?:을|를)? ?(?:해)? ?달래",
  "(?:을|를)? ?(?:한|하겠|싶|하고 ?싶|했|됐|되었|한다|하라|하자)(?:다|라)(?:고|던|는|네|며|더)", "(?:을|를)? ?하라",
  "(?:을|를)? ?(?:했|하셨|됐|되|되었|당했)(?:어|습|는데|다|더|지|던|네|죠|나|음|군)(?! ?(?:으면|주))",
  "(?:을|를)? ?할(?:지|까|수도|거면|게요[?])",
  "(?:을|를)? ?(?:할|하실) ?(?:때|경우|시에)", "(?:된|한|했던|당한) ?(?:거|건|것|적|이력|내역|사람|분)"))
local now = pattern("^" .. any(
  "(?:을|를|도|로|으로)? ?(?:좀 ?|꼭 ?|당장 ?|바로 ?|빨리 ?|처리 ?|신청 ?|접수 ?|진행 ?)*(?:할[게께래]|하[께게]|하겠|하니까?|하오니" ..
  "|하며|의사를? ?(?:밝|표|전)|할랑께|한다|혀 ?[주줘]|혀유|ㄱㄱ|고고|합니다|합니더" ..
    "|하고 ?싶|하고자|하려|하려고|하길|해 ?[주줘줄달라]|해[요여라욥]|해(?= ?$)|해야|할라|하자|합시|하시|하세|하십|부탁|바[라랍람]|요청|신청|원[해합]" ..
    "|드립|드려|희망|입니다|들[이일]|하는 ?(?:게|것이|편이|쪽이) ?(?:좋|낫|나을|맞)|바꿔|변경|요|여|욥|한다(?=$|[ ,.!])|함|처리|시켜|해주" ..
    "|하기를|해야겠|하렵|갈게|하고요|하는 ?걸로|할 ?거|할 ?겁|할게여|하는게 ?맞|했으면|해 ?놔|해 ?두|완료)",
  "(?:[을를]? ?)?$", "[ ~!.,ㅠㅜㅎㅋ]*$", "(?:게요|께요|게|래요?|고 ?싶|ㄹ게|ㄹ래|겠|습니|주|줘|달|이소|이주|주이|어주|어 ?주|자|고자" ..
    "|야겠|러 ?주|러 ?줘|러주|러|렵|려고|려 ?주|려 ?줘|ㅂ니다|주세|세요|둬)", "[,] ?",
    " ?(?:그거|그것|아까|지금|동의|제발|취소|철회|그리고|그냥|왜냐)", "하[^가-힣]", "하고 ?(?:저|제|앞|다|더|나)"))

-- "아까는 동의했는데 지금은 싫어요"
local turned = pattern("(?:" .. consent .. "[은는도를을]? ?(?:했|햇|해 ?줬|했었|한다고 ?했|한다 ?했|하긴 ?했|하긴 ?한" ..
  "|드렸)|(?:된다|괜찮다|그러라|좋다|하라|네라)고 ?(?:말)?(?:했|햇|말했))[^.!?]{0,6}(?:는데|지만|으나|었는데|던데|었지만|건데|거든" ..
  "|어요[.,]?|습니다[.,]?|다가)?[^?]{0,24}?" ..
  any("원하지 ?않", "원치 ?않", "싫", "안 ?할[래게]", "안 ?하(?:겠|려|고 ?싶|는 ?걸로|는 ?것으로)", "취소(?!하면|되)",
    "철회(?!하면)", "그만[하둘]", "아닌 ?것", "안 ?되겠", "안 ?될 ?것", "못 ?하겠", "없던", "후회", "하지 ?(?:마|말)", "번복",
    "바뀌", "바꿀"))
local changed_mind = pattern("(?:생각|마음|맘|결정)(?:이|을|도)? ?(?:좀 ?|다시 ?|또 ?)?(?:바[뀌꿨꼈껴]|달라|변)(?!시?면" ..
  "|거든[ ]?요[?]|는)[^?]{0,24}?" .. any("안 ?할[래게]", "안 ?하", "싫", "하지 ?(?:마|말)", "그만", "말아", "취소",
  "철회", "못 ?하", "없던", "안 ?되겠"))
local mind_or_agrees = pattern "(?:동의(?:할게|하겠|합니다|해요|할래)|진행해 ?주|해도 ?(?:돼|됩|괜찮))"

-- One's own data: out with it, or no more of it.
local data = "(?:(?:개인 ?|휴대 ?|핸드 ?)*(?:폰|전화)? ?번호|전번|폰번|연락처|(?:개인 ?)?정보|이름|인적 ?사항|신상|녹취|녹음|기록)"
local own = "(?:(?<![가-힣])(?:제|내|저희|나의|저의|우리|본인)(?: ?남편| ?아내| ?와이프)? ?(?:개인 ?)?" .. data ..
  "|개인 ?정보|제공한 ?" .. data .. "|(?:저|나|본인)(?:에|와|랑)? ?(?:대한|관련된?|관한) ?(?:모든 ?)?" .. data ..
  "|드린 ?" .. data .. "|알려 ?드린 ?" .. data .. "|수집[된하한][신]? ?" .. data .. ")"
local erase = pattern(own .. "(?:들)?(?:을|를|는|은|도|부터)? ?" .. near(10) ..
  "(?:지[워우]|지울|삭[제재]|파기|폐기|없애|빼|말소|제거|내려)(?!지(?:나|는지|면)|졌|진)" .. tail)
local no_more = pattern("(?:" .. own .. "|(?<=[ 그])번호로)(?:들)?(?:을|를|는|은|도|로)? ?" .. near(12) ..
  "(?:(?:사용|이용|보관|활용|제공|공유|조회|전달|저장|수집|연락|전화|문자|쓰|넘기|알려 ?주|알리|주|가지고 ?있|갖고 ?있|팔|보내|남기)(?:하|시키|드리" ..
  "|보내)?지(?:는|도|를)? ?(?:마|말)|그만 ?(?:쓰|써|사용|이용|보관|활용|전달|넘기)" ..
  "|(?:사용|이용|보관|활용|제공|수집|공유)(?:을|를|하는)? ?(?:거|것)?(?:을|를)? ?(?:중단|중지|그만|원치 ?않|원하지 ?않|거부|멈춰))" ..
  tail)
local things = pattern("(?:주소|카드|계정|앱|어플|내역|즐겨찾기|쿠폰|영수증|리뷰|사진|결제 ?정보|차량 ?(?:정보|번호)" ..
  "|회원 ?(?:정보|탈퇴))(?:를|을|은|는|도|에)? ?[^.!?]{0,8}(?:지[워우]|삭제|빼|파기|없애)")

-- A contact that is to stop.
local stop = pattern("(?:(?:더 ?이상|더는|더이상|다시는|다신|앞으로|이제|이젠|인제|그만|제발|두 ?번 ?다시)[^.!?]{0,16}(?:연[락낙]" ..
  "|[전저]화|통화|상담|얘기|말|알[리려]|전달|문자)(?:을|를|도|은|는)? ?(?:하|드리|주|걸|보내|시키|하시|알려 ?주|진행하)?(?:시)?지(?:는|도" ..
  "|를)? ?(?:[마말]|않)|(?:연[락낙]|[전저]화|통화|상담|얘기|전달|문자)(?:을|를)? ?(?:이제 ?|좀 ?" ..
  "|제발 ?)?(?:그만 ?(?:하|해|주|둬|두|좀|받)|중단|멈춰)|그만 ?(?:연락|전화|통화|얘기|말|전달|알려|좀 ?연락|좀 ?전화)(?:하|해|주|드" ..
  "|줘)?)" .. tail)
local not_stop = pattern "(?:광고|홍보|마케팅|스팸|기사|회의 ?중|운전 ?중|수업|밤|새벽|지금은|오늘은|늦은|취소|시끄)"
local imperative = pattern("^[^.!?]{0,4}?" .. any("세[요여용]", "주[세시십셔라]", "줘", "달라", "십[시쇼]", "아요",
  "라(?=$|[ .!,])", "할[게께래]", "하[겠께고길]", "합니다", "부탁", "바[라랍람]", "요(?=$|[ .!,~])",
  "해(?:요|라)?(?=$|[ .!,])", "처리", "원[해합]", "시[고길오]", "아(?=$|[ .!,])", "으면 ?(?:좋|합)",
  "고 ?(?:다|동|앞|싶)", "$", "고(?=$|[ ,])", "두세", "이소", "[마말](?=$|[ .!,])"))

-- People and times that are not now and not oneself.
local conditional = pattern("(?:만약|혹시라도|나중에|언젠가|필요하면|필요하시면|(?:바뀌|달라지|변하|나오|싫어지|생기|내키)면" ..
  "|(?:마음|생각|맘)(?:이)? ?(?:바뀌|변하)면|다음에|이따가? ?(?:취소|철회))[^.!?]{0,24}")
local reported = pattern("(?:대|(?<![할줄갈둘])래)(?:요|서|는데|네요?)[ .!?~]*$|달래[요서]?" ..
  "|(?:다|라|달라|자)고 ?(?:하(?!니|는데|지)|해[요서]|했(?!던|는데|지만|었)|합니|전해|말씀하|그러|그래|우기)|다던데|라던데|다네|싶어 ?하")
local other_person = pattern("지(?:는|도|를)? ?(?:[마말맙])(?!라[고는]|았|ㄹ까|까)|그만" ..
  "|안 ?(?:했|하셨|해 ?[주줬])[가-힣]{0,3}으?면 ?(?:좋|합|해)")
local to_me = pattern("(?:(?:저|나)(?:한테|에게)|제 ?번호로|제게|이 ?번호로)(?:는|도)? ?[^.!?]{0,6}(?:연[락낙]|[전저]화" ..
  "|문자)(?:을|를)? ?(?:하|주|걸|보내)?(?:시)?지 ?(?:마|말)" .. tail)
local begs = pattern "^[^.!?]{0,5}(?:주[시실]|줄|부탁|줘)[^.!?]{0,6}(?:수 ?있|겠|실래|안 ?될|될까|래|도 ?될)"

-- The sentence in which byte `at` stands, up to it; and what of it follows.
local stops = pattern "[.!?]"
local function sentence(text, from, at)
  local first, next = 1, stops:find(text, 1)
  while next and next < from do
    first = next + 1
    next = stops:find(text, first)
  end
  return text:sub(first, at), text:sub(at + 1, next or #text)
end

local function said_now(text, from, at, behind, question)
  local before, rest = sentence(text, from, at)
  if reported:test(rest) or conditional:test(before) then return false end
  if begs:test(behind) then return true end
  return question == "" and not not_now:test(behind) and now:test(behind)
end

local function ordered(text, from, at, behind, question)
  local before, rest = sentence(text, from, at)
  return question == "" and not reported:test(rest) and not conditional:test(before) and
    not not_now:test(behind) and imperative:test(behind) or begs:test(behind)
end

-- The first place in the text where `what` is found and `holds`: first, last byte.
local function first_of(what, text, holds)
  local at = 1
  while at <= #text do
    local from, to, behind, question = what:find(text, at)
    if not from then return nil end
    if holds(text, from, to, behind or "", question or "") then return from, to end
    at = to + 1
  end
end

local function undone(text, from, to, behind, question)
  if other_matter:test(text:sub(from, to)) or why_undo:test(text) then return false end
  return said_now(text, from, to, behind, question)
end

local function bare_undone(text, from, to, behind, question)
  local before = sentence(text, from, to)
  if other_matter:test(before) or why_undo:test(text) then return false end
  return said_now(text, from, to, behind, question)
end

local function stopped(text, from, to, behind, question)
  local before = sentence(text, from, to)
  return not not_stop:test(before) and ordered(text, from, to, behind, question)
end

local function erased(text, from, to, behind, question)
  return not things:test(text:sub(from, to)) and ordered(text, from, to, behind, question)
end

local function forbids(text)
  for _, c in ipairs(people.contacts(text)) do
    if c.kind == "forbidden" and people.is_third(c.whom) then
      local said = text:sub(c.from, c.to)
      local _, rest = sentence(text, c.from, c.to)
      local is_reported = reported:test(rest) or reported:test(said)
      if other_person:test(said) and not is_reported then return c.from, c.to end
    end
  end
end

local function delegates(text)
  for _, c in ipairs(people.contacts(text)) do
    if c.kind == "request" and people.is_third(c.whom) then return true end
  end
  return false
end

local rules = {
  { strong, undone }, { by_given, undone }, { plain_undo, bare_undone },
  { erase, erased }, { no_more, ordered }, { stop, stopped },
}

local function find(text)
  for _, rule in ipairs(rules) do
    local from, to = first_of(rule[1], text, rule[2])
    if from then return from, to end
  end
  if strong:test(text) or by_given:test(text) then
    local from, to = first_of(bare_undo, text, bare_undone)
    if from then return from, to end
  end
  local from, to = first_of(reversed, text, undone)
  if from then return from, to end
  if not mind_or_agrees:test(text) then
    for _, what in ipairs { turned, changed_mind } do
      from, to = what:find(text)
      if from and not conditional:test(text:sub(1, to)) then return from, to end
    end
  end
  from, to = foreign.withdrawal(text)
  if from then return from, to end
  from, to = forbids(text)
  if from then return from, to end
  from, to = first_of(to_me, text, stopped)
  if from and not delegates(text) then return from, to end
end

local worth = pattern(undo .. "|" .. consent .. "|지 ?[마말맙않]|지[도는] ?[마말]|그만|중단|지[워우]|지울|삭[제재]|파기" ..
  "|폐기|없애|말소|제거|바[뀌꿨꼈껴]|달라|변했|안 ?했으면|[a-z]{4}|[同撤取收]|đồng ý")

local function read(words)
  if not worth:test(words.plain) then return { is_withdrawal = false, why = "" } end
  local _, text = phones(words.plain)
  local from, to = find(text)
  return { is_withdrawal = from and true or false, why = from and text:sub(from, to) or "" }
end

return { read = read }
