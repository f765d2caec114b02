-- People, and what is to be done with them: the words of a text that name somebody (a relation, a
-- pronoun, oneself, the staff) or a contact ("통화하", "연락 주"), in their order, each contact with
-- the person whom it means and with what is said of it: request, forbidden, asked, told, or
-- nothing yet.
--
-- Whom the guide's list of relations leaves open: a lover and an acquaintance are `other`,
-- parents and brothers of a spouse count as parent and sibling, those who work for or with one as
-- colleague.

local pattern, utf8 = pattern, utf8
local ipairs = ipairs
local concat = table.concat
local _ENV <const> = {}

local function any(...) return "(?:" .. concat({ ... }, "|") .. ")" end

-- ---- who ----

local dative = "(?:한[테태데]|에게|게(?=[ ☎가-힣])|께|더러|보고(?![ ]?있)|이?랑|하고|[와과](?![가-힣]?니)|이?하고)"
local function alone(word) -- a syllable that is a word only by itself: 형, 애
  return "(?:(?<![가-힣])|(?<=[제내희리울큰딸의친작]))" .. word
end

local other = any("(?:큰|작은|외할|할)(?:아버지|어머니|엄마|아빠)", "할머니", "외?삼촌", "(?<![가-힣])이모", "고모",
  "숙[모부]", "조카", "사촌", "손[자녀](?=[님분이한에께랑와가는])", "친척", "친지", "지인", "아는 ?(?:사람|분|동생|형|언니|오빠|누나)",
  "이웃", "변호사", "보험(?:사|회사|담당자?|설계사)", "경찰", "대리인", "보호자", "간병인", "(?<![가-힣])가족", "식구",
  "(?:여자|남자) ?친구", "여친", "남친", "애인", "약혼[자녀]", "예비 ?신[랑부]", "집주인", "룸메(?:이트)?", "당사자",
  "선생님", "교수", "건물주", "주인집", "다른 ?(?:사람|분)", "타인", "손주")
local spouse = any("남[편푠]", "(?<![가-힣])처(?=하고|랑|한테|에게|[가는와])", "영감(?=이랑|님|한테|하고)", "냄편", "아내",
  "와이[프푸]", "와[잎입]", "신랑", "집사람", "배우자", "안사람",
  "바깥 ?(?:양반|사람|분)",
  "마누라", "(?<![가-힣])부인(?!하|했|할)", "(?:애|애기|애들|아기|아이|아이들) ?(?:아빠|엄마|아버지|어머니)", "서방", "집 ?양반", "내자",
  "집안사람")
local owner = any("차량? ?(?:의 )?(?:소유[주자]|주인|임자|명의자)", "차 ?주(?=님|분|인|[가는은도를이한에께랑와하의쪽]|[ .,]|$)",
  "자동차 ?(?:소유[주자]|주인)", "소유주", "차량주", "오너", "명의자")
local parent = any("엄마", "어[머무]니", "어머님", "어무이", "엄니", "아버지", "아버님", "아빠", "아부지", "부모", "모친", "부친",
  "장인", "장모", "시[부]모", "양친")
local child = any("아들", "딸(?!기|꾹)", "자녀", "자식", alone "애들?(?=" .. dative .. "|[가는도 ]|$)",
  alone "아이들?(?=" .. dative .. "|[가는도 ])", "큰애", "작은애", "막내(?! ?(?:동생|아들|딸|직원))",
    "[첫둘]째(?=" .. dative .. "|[가는])",
  "며느리", "사위")
local sibling = any(alone "형(?=님|수|" .. dative .. "|[이은도을]|번호|연락처|[ ☎]|$)", "누나", "누님", "언니",
  "오빠", "동생", "아우", "매형", "형부",
  "처남", "처제", "처형", "시누이?", "올케", "제수", "매제", "자매", "형제", "도련님", "남매")
local friend = any("친구", "칭구", "동창", "베프", "절친")
local colleague = any("동료", "상사(?!병)", "[부차과]장님?(?=님|분|" .. dative .. "|[이가은는 ])", "팀장", "실장",
  "이사님", "상무", "전무",
  "대표(?!번호|전화| ?번호)", "사장", "직원", "사원", "후배", "선배", "비서", "팀원", "동업자", "거래처", "회사 ?(?:사람|분|담당자)",
  "(?:총무|인사|회계|영업|관리)팀", "경리", "본부장", "국장", "원장님", "주임", "파트너", "실무자",
  "(?:저희|우리|회사) ?(?:쪽 )?담당자", "[가-힣]대리님?(?=" .. dative .. ")", "점장", "알바")
local ridden = "(?:탄|타신|탔던|타셨던|탑승한|탑승하신|탑승했던|타고 ?(?:간|가신|갔던|있던|계신|오신|온)|이용한|이용하신|이용했던|동승하신|동승한)"
local passenger = any("(?:실 ?)?탑승[자객인]", "실 ?이용자", "실제 ?이용자", "손님", "승객", "동승[자객인]", "일행", "실사용자",
  ridden .. " ?(?:그 ?)?(?:분|사람|당사자|양반|손님|고객|본인|이)")
local pronoun = any("그 ?(?:사람|분|놈|넘|양반|친구|아이|애|녀석|남자|여자|쪽)", "이 ?(?:사람|분|친구|양반)", "저 ?(?:사람|분)",
  "(?<![가-힣])[걔갸쟤얘](?!기)",
  "본인", "(?<=직접 )그")
local place = any("거기", "그리로", "글로", "여기", "이쪽", "저기로", "(?:이|그|저|해당|위|아래) ?(?:번호|연락처)",
  "☎(?= ?번?(?:으로|로|에))", "번호로", "연락처로")
local mine = "(?<![가-힣])(?:제|내|저의|나의|제꺼) ?(?:개인|새|이)? ?(?:휴대폰|핸드폰|폰|전화|연락)? ?(?:번호|연락처|폰" ..
  "|전화)(?!를 ?알)"
local myself = "(?<![가-힣])(?:저희?|나|제|내|우리)(?:한[테태데]|에게|게|께|랑|이랑|하고|로|더러|보고|와|과|에)(?![가-힣]?구)|본인인 ?제"
local staff = any("(?:대리 ?)?기사", "운전기사", "상담[사원]", "매니저", "책임자", "(?<!저희 )(?<!우리 )(?<!회사 )담당자",
  "고객 ?센터",
  "윗 ?사람", "관리자", "본사", "카카오", "슈퍼바이저", "운전하신 ?분", "운전자")

-- ---- what ----

local light = "(?<=한테|한태|한데|에게|께|이랑|랑|하고|으로|호로|쪽로|☎로|과|와)(?: ?(?:직접|먼저|바로|한번|좀))?(?: (?=하)|(?=하)" ..
  "| ?(?=해)| ?(?=걸)| ?(?=주)| ?(?=부탁))"
local verb = any("통화", "통하(?=[하해]|[를가]? ?[하해])", "[전저]화(?! ?번호|기|위복)", "[전저]나(?= ?[좀하해주])", "젼화",
  "연[락낙](?!처)", "열락", "컨택", "얘기(?!가 ?다르)", "예기(?=[하해좀를나])",
  "이야기", "애기(?=[하해를좀나])", "물[어으]", "들어(?= ?[보봐])", "여[쭤쭙쭈]", "문의", "상담(?![사원])", "확인", "말씀",
  "말(?=[하해을]| ?걸| [안못] )", "상의", "의논",
  "협의", "논의", "대화", "소통", "컨펌", "연결", "안내", "걸어(?! ?[가오])", "거시", "알아[보봐]", "[카까]?톡(?=[ 하해주좀])",
  "문자",
  "해결", "합의", "처리", "진행", "전달", "알[리려](?=[지주시세면]|셔|드)", "조율", "콜(?= ?[하해])", "통보", "설명")
local delivered = any("위임", "일임", "맡[기길겼겨]", "바꿔(?= ?[드줄])", "넘[기길겨]", "대신 ?받(?=[을으아])",
  "받(?=으실|을 ?거|을 ?겁|을게)")

local RELATIONS = { "other", "spouse", "vehicle_owner", "parent", "child", "sibling",
  "passenger", "colleague", "friend" }
local PRONOUN, PLACE, MINE, MYSELF, STAFF, VERB = 10, 11, 12, 13, 14, 15
-- Verbs of handing over and the bare "… 하세요" share the group of the verbs and are told by their
-- words.
local endings = "[.!?;~…]+|(?<=[어아해에예세네군데게래셔거줘지든서고]요|니다|[세어해]여|십쇼|시오) |,"
local bare = light .. "(?=하(?:[세셔시십쇼면라이]|도록|는 ?게)|해 ?[주줘보봐도야요]|걸[어면]|주[세시셔]|부탁)"
local lexer = pattern(concat({
  "(" .. other .. ")", "(" .. spouse .. ")", "(" .. owner .. ")", "(" .. parent .. ")",
  "(" .. child .. ")", "(" .. sibling .. ")", "(" .. passenger .. ")", "(" .. colleague .. ")",
  "(" .. friend .. ")", "(" .. pronoun .. ")", "(" .. place .. ")", "(" .. mine .. ")",
  "(" .. myself .. ")", "(" .. staff .. ")", "(" .. verb .. "|" .. delivered .. "|" .. bare .. ")",
  endings,
}, "|"))
local hands_over = pattern "^(?:위임|일임|맡[기길겼겨]|바꿔|넘[기길겨]|대신 ?받|받)$"

-- What stands behind a name: whom (contact with), who, not whom, secret from whom.
local whom = pattern("^(?: ?[가-힣]{2,4} ?(?:씨|님|선생님))?(?:[님씨놈네]|분|어른|녀석|들|내미|쪽|편|래미|팀" ..
  "|사람)* ?(?:(?:이|가) ?아니라 )?(?:" .. dative ..
  "|(?: ?쪽)?(?:으로|로)|(?:의)? ?(?:휴대폰|핸드폰|폰|전화|연락처|집|사무실|회사)? ?(?:번호)?(?:으로|로)|[을를] ?통(?:해|하)" ..
    "|통(?:해|하)|에)")
local besides = pattern "^(?:[님씨놈네]|분|녀석|들|쪽)*(?:한테|에게|께|랑|이랑|하고|로)?(?:는|은)? ?(?:말고|빼고|제외|대신)"
local secret = pattern("^(?:[님씨놈네]|분|녀석|들|쪽)*(?:" .. dative ..
  "|[이가은는도])? ?(?:는|은|만은|도)? ?(?:절대(?:로)? ?)?" ..
  "(?:모르게|몰래|비밀|알리지|알면 ?안|알게 ?(?:되면|하지)|숨기|말 ?안|티 ?안|귀에)")
local who = pattern "^(?:[님씨놈네]|분|녀석|들|쪽)*(?:께서|[이가은는도])(?![가-힣]*[?])"

-- What is said of a contact. First match in this order.
local filler = "(?:[을를은는도만]|에 ?대해)? ?(?:(?:좀|한 ?번|직접|먼저|바로|다시|꼭|계속|잠깐|따로) ?)*"
local never = pattern("^" .. filler .. any(
  "[가-힣]{0,4} ?(?:하|드리|걸|주|시|보|가게 ?하|오게 ?하|나누|받|들이|리|려|하시|주시)?지(?:는|도|를|좀)? ?(?:[말마맙않]|못 ?하게)",
  "(?:절대(?:로)? ?|제발 ?)?(?:안|못) ?(?:하|해|했|가|갔|갈|왔|오|올|주|드|걸|시키|들어|보내|전)",
  "(?:하|가|오|걸|주|드리|시|되|보|들어가|[가-힣]{1,3})?(?:시|신)?면 ?(?:절대(?:로)? ?|정말 ?|진짜 ?|바로 ?|당장 ?" ..
  "|제가 ?)*(?:안(?! ?되[냐나]| ?될까)|큰일|곤란|싫|가만|난처|혼|신고|고소|죽|문제|" ..
    "부담|불편|책임|못|화|그 ?즉시)",
  "(?:하|가|오|걸|주|드리)?(?:시|신|실|ㄹ|는|할|갈|을|리는|드릴|해주실|해 주실|하실)?(?:는)? ?(?:필요|이유)(?:는|가|도|까지|까진" ..
    "|까지는)? ?(?:전혀 ?)?(?:없|업|x)",
  "[^.,!?]{0,8}(?:금지|삼가|자제|거부|거절|사절|ㄴㄴ|노노|반대|싫|원치 ?않|원하지|원하진|그만|말[ ]?것|안 ?[했되돼됩](?!냐|나|까)" ..
  "|하지 ?[마말]|동의 ?(?:안|못|하지)|" ..
    "허락 ?(?:안|못|하지)|꺼려|원 ?안)",
  "하기만 ?(?:해|하)", "[^.,!?]{0,4}(?:마세|마요|말아|마라|마셔|마십|마시[고오길]|하지마|말라(?!고 ?한 ?적))"))
local banned = pattern("^[^.,!?]{0,10}?" .. any("지(?:는|도|를)? ?(?:[마말맙]|않|못 ?하게)", "자제", "금지",
  "삼가", "사절", "참아", "생각[도은]? ?(?:마|말|하지)", "일[이은]? ?없", "못 ?하게", "곤란", "거부", "거절"))
local stopped = pattern "(?:그만|절대(?:로)?|안|못|금지) ?$"
local denies_ban = pattern("^[^.,!?]{0,6}지 ?(?:말|마)라(?:고)? ?했[^.!?]{0,3}(?:는데|지만)" ..
  "|^[^.,!?]{0,4}라는 ?(?:말|뜻|얘기|게|건)[은이]? ?아니" ..
  "|^[^.,!?]{0,6}지 ?말라(?:고|는|던)? ?(?:말)?한? ?[가-힣]{0,3} ?적|^[^.,!?]{0,8}지 ?말라는 ?(?:게|건|말[이은]) ?아니")
local unable = pattern("^(?:[을를이가은는도]|조차)? ?(?:잘 ?|지금 ?|오래 ?|길게 ?)?(?:안|못) ?(?:받|되|돼|됩|될|하는 ?상" ..
  "|할 ?상)|" ..
  "^[이가을를은는]? ?(?:어렵|어려|힘들|불가|곤란|불편)|^하기(?:가|는|에)? ?(?:좀 ?)?(?:어렵|어려|힘들|불편|곤란|그렇|그래)|" ..
  "^할 ?(?:수|상황|형편|여건)[가이은는도]? ?(?:가 ?)?(?:없|안|아니)")
local begs = pattern("^[^.,!?]{0,4}부탁|^[^.,!?]{0,10}(?:[주드하보]시면|주면|하면|드리면|보면|해도|하셔도" ..
  "|가능) ?(?:안 ?)?(?:될까|되나요|되나|될지|될런지|되겠|돼[?]|돼요[?]|되요[?]|하실까|할까)|" ..
  "^[^.,!?]{0,8}(?:주|드려|하|보)(?:시겠|실래|실 ?수|시는 ?(?:게|건|것이) ?(?:어떨|어때|어떠|좋을까|나을까)|겠(?!습니다" ..
  "|다))[^.,!?]{0,8}|" ..
  "^[^.,!?]{0,6}(?:줄래|줄 ?수|줘도|봐줄|해줄 ?수|주세여[?]|가능한가|가능할까|가능하실까|가능하신가|가능한지|가능할지)")
local told = pattern("^" .. filler .. any(
  "[^.,!?]{0,5}라고 ?했(?:었)?(?:는데|다가|던)", "[^.,!?]{0,6}라고 ?(?:하려|하면|쓰면|답하|할까|할라|누가|하던|하더|하네|하시|해서" ..
  "|한 ?적|했나|했어요[?]|그랬|그러던|들었)",
  "[^.,!?]{0,4}(?:라|래)(?:요|는데|던데|서|네요?)(?:$|[ .,!?])",
  "(?:[가-힣]{0,3})?(?:했|하셨|하였|봤|보셨|나눴|나누었|드렸|줬|주셨|왔|갔|오셨|받았|끝|마쳤|됐|되었|었|셨|눴|쭸|렸)(?!으면)",
  "[^.,!?]{0,4}(?:한|신|던|하신|해본|나눈) ?(?:거|것|건|적|지|후|뒤|다음|일|내용|게)",
  "(?:[이가을를]? ?)?(?:중|하느라|하다가|하는 ?중|느라|하던)",
  "[^.,!?]{0,4}(?:하려|할까|하겠|겠다|볼까|볼게|보겠|볼[ ]?테|해볼|드리겠|할래|고 ?싶|하고파|할지|할게|볼께|할께|한다[고는던]|한대|대요|다네요" ..
    "|더라|하더|더니)",
  "[^.,!?]{0,3}(?:드릴|드려야 ?(?:되|하|할)나|할 ?[거겁건]|하실 ?[거겁건]|해주실 ?[거건]|해 ?주시는 ?[거건]|하는 ?[거건]" ..
    "|해야 ?(?:하나|되나|돼[?]|하는|되는|해[?]|합니까|됩니까|하냐|되냐))",
  "[^.,!?]{0,5}(?:해야|하셔야|봐야|하면|보면|야) ?(?:만 ?)?(?:[되하돼합됩할될][가-힣]{0,2}(?: ?[거건]|나|니(?!다)|냐|[가-힣]?까" ..
    "|가요|는지|는가|죠[?]|요[?]|[?]))"))
local imperative = pattern("^" .. filler .. any(
  "[^.,!?]{0,7}(?:[하드주보걸라누기시리]?세[요여용욥염유영]|셔[요여]|셔(?=$|[ .,!?])|십[시쇼]|시[오죠길기는]|시면|시고|시라|실 ?수" ..
    "|주[세시셔실면라길삼구소오이게]|줘|줬으면|줄 ?수|해라|해 ?봐|봐라|봐[요주줘](?![ ]?야)|하라|하쇼|하이소|이소|보이소)",
  "[^.,!?]{0,8}(?:부탁|바[라랍람]|요망|요청)", "[^.,!?]{0,4}(?:하면|보면|걸면|주면|드리면|으면) ?(?:[되돼됩될좋]|감사|고맙|빠|정확|알)",
  "[^.,!?]{0,6}(?:하|보|는|신|시)는 ?(?:게|것이|편이|쪽이|걸로|거로)(?! ?아니)",
  "[^.,!?]{0,5}(?:셔야|해야|봐야|어야|해 ?봐야) ?(?:될|할|하실|되실|알|정확|합니다|해요|돼요|됩니다|됨|함|지|죠|$|[ .,!])",
  "[^.,!?]{0,4}(?:하|보|걸)(?:셈|삼|슈|게|소|오|도록|자|시게|쇼|길|기 ?바)", "[^.,!?]{0,4}[해봐]요(?=$|[ .,!])",
  "[^.,!?]{0,6}수 ?있(?:게|도록)", "[^.,!?]{0,4}해도 ?(?:[돼됩좋괜]|되(?!는|나|냐|겠)|상관)",
  "[^.,!?]{0,4}하?셔도 ?(?:[돼됩되좋괜]|상관)", "(?:을|를)? ?(?:좀)? ?(?:요|여|ㄱㄱ|고고|플리즈" ..
    "|해)?(?= ?(?:$|[.!,~ㅠㅜㅎㅋ☎]))", "[^.,!?]{0,4}(?:구려|달라|해달|하도록|하게 ?해|보쇼|보슈|봐유|보셔)"))
local will = pattern("^" .. filler .. "(?:[가-힣]{0,4} ?)?(?:할|받을|하실|받으실|드릴|하겠|받겠|할게|할께|줄|길|기겠|길게" ..
  "|겼|했|할래|합니다|합|을|으실|하려|나눌|하기로)")
local allowed_to = pattern "^[^.,!?]{0,6}수 ?있(?:게|도록)"

-- May be said of anybody: counts as a contact only with "…한테" before it.
local loose = pattern("^(?:확인|안내|문자|해결|합의|처리|진행|전달|알|조율|통보|설명|문의|하|해|걸|주|부탁)")
local direct = pattern "^(?:통화|통하|전화|저화|연락|연낙|연결|상담|얘기|이야기|바꿔|대화)$"
local between = pattern "^(?:[을를]|[을를]? ?좀)? ?$"
local instead = pattern "대신"
local does = pattern "^(?:[을를])? ?(?:할|받을|하실|받으실|나눌) ?(?:거|겁|것)"
local numbered = pattern "^[^.!?☎]{0,6}(?:번호|연락처|폰|전화)[^.!?]{0,12}☎"
local asked = pattern "[?]$|[나까]요? ?$"

---@class Contact
---@field kind string "forbidden" | "request" | "told" | "unable" | "open"
---@field whom string? a relation, "myself" or "staff"; nil: nobody is named
---@field from integer first byte of its words
---@field to integer last byte

-- A walk over the words of a text. What it holds: target and subject of the sentence in hand, the
-- last person named at all.
local Walk = {}

local function kind_of(tail, reached)
  if denies_ban:test(tail) then return "open" end
  if banned:test(tail) and not unable:test(tail) then return "forbidden" end
  if begs:test(tail) then return "request" end
  if unable:test(tail) then return reached and "forbidden" or "unable" end
  if never:test(tail) then return "forbidden" end
  if told:test(tail) then return "told" end
  if imperative:test(tail) then return "request" end
  return "open"
end

-- The names and contacts of a text in their order: { group, from, to }; END is the end of a
-- sentence.
local END, COMMA = -1, -2
local function lex(text)
  local list, at = {}, 1
  local function take(first, last, ...)
    if not first then return false end
    local group, groups = END, { ... }
    for at_group = 1, #groups do
      if groups[at_group] then group = at_group end
    end
    if group == END and text:sub(first, last) == "," then group = COMMA end
    list[#list + 1] = { group = group, from = first, to = last }
    -- the bare "… 하세요" has no width
    at = last < first and utf8.offset(text, 2, first) or last + 1
    return true
  end
  while at <= #text and take(lexer:find(text, at)) do end
  return list
end

local function is_third(person) return person and person ~= "myself" and person ~= "staff" end

-- The person of a place ("여기로", a number): named before it, else after it.
local function owner_of(walk, at)
  if walk.last then return walk.last end
  for next = at + 1, #walk.list do
    local name = RELATIONS[walk.list[next].group]
    if name then return name end
    if walk.list[next].group == MINE then return "myself" end
  end
end

-- Does the verb `next` stand right behind the token?
local function is_verb_beside(walk, token, next)
  return next and next.group == VERB and between:test(walk.text:sub(token.to + 1, next.from - 1))
end

local function name(walk, at, token)
  local behind = walk.text:sub(token.to + 1)
  local person = RELATIONS[token.group]
  local to_place = token.group == PLACE and walk.text:sub(token.to - 2, token.to) == "로"
  if token.group == PRONOUN then person = is_third(walk.last) and walk.last or "other" end
  if token.group == PLACE then person = owner_of(walk, at) end
  if token.group == MYSELF then person = "myself" end
  if token.group == STAFF then person = "staff" end
  if token.group == MINE then
    walk.last, walk.numbered = "myself", nil
    return
  end
  if is_third(person) and secret:test(behind) then
    local found = { kind = "forbidden", whom = person, from = token.from, to = #walk.text }
    walk.found[#walk.found + 1] = found
  elseif token.group == MYSELF then
    walk.target = person
  elseif besides:test(behind) then
    walk.subject = nil
  elseif person and (whom:test(behind) or to_place) then
    walk.target, walk.near = person, token
  else
    if who:test(behind) then walk.subject, walk.since = person, token.to end
    local next = walk.list[at + 1]
    walk.beside = is_verb_beside(walk, token, next) and person
  end
  if RELATIONS[token.group] or token.group == PRONOUN then
    walk.last = person
    if numbered:test(behind) then walk.numbered = person end
  end
end

-- What is said behind a contact, up to the next word of the list; the end of a sentence belongs
-- to it.
local function tail_of(walk, at)
  local next = walk.list[at + 1]
  if not next then return walk.text:sub(walk.list[at].to + 1) end
  if next.group < 0 then return walk.text:sub(walk.list[at].to + 1, next.to) end
  return walk.text:sub(walk.list[at].to + 1, next.from - 1), "＿" -- goes on
end

local function after(walk, at) -- 연락하세요 남편한테
  local next, behind = walk.list[at + 1], walk.list[at + 2]
  if next and next.from == next.to and walk.text:sub(next.from, next.to) == " " then
    next, behind = behind, walk.list[at + 3]
  end
  if next and RELATIONS[next.group] and (not behind or behind.group == END) and
    whom:test(walk.text:sub(next.to + 1)) then
    return RELATIONS[next.group]
  end
end

local function contact(walk, at, token)
  local word = walk.text:sub(token.from, token.to)
  local said, more = tail_of(walk, at)
  local tail = more and said .. more or said
  local next = walk.list[at + 1]
  if is_verb_beside(walk, token, next) then return end
  local target = walk.target or (direct:test(word) or hands_over:test(word)) and walk.beside or nil
  local kind = kind_of(tail, is_third(target))
  local before = walk.text:sub(1, token.from - 1)
  if kind == "request" and stopped:test(before) then kind = "forbidden" end
  local subject = walk.subject
  local is_said = kind == "request" or kind ~= "forbidden" and not asked:test(tail)
  if not target and is_third(subject) and is_said then
    local lent = instead:test(walk.text:sub(walk.since + 1, token.to)) or word:sub(1, 6) == "대신"
    local stands_in = lent and (will:test(tail) or kind == "request")
    if stands_in or does:test(tail) or allowed_to:test(tail) then
      target, kind = subject, "request"
    end
  end
  if hands_over:test(word) and kind ~= "forbidden" and not asked:test(tail) then
    target = target or is_third(subject) and subject or nil
    kind = target and (will:test(tail) or kind == "request") and "request" or "told"
  end
  if kind == "request" and not target then
    target = after(walk, at) or direct:test(word) and walk.numbered
  end
  if loose:test(word) and not walk.target then return end
  if kind == "forbidden" and not target then target = is_third(walk.last) and walk.last or nil end
  local from = walk.near and walk.near.from or token.from
  walk.found[#walk.found + 1] = { kind = kind, whom = target, from = from, to = token.to + #said }
  if kind ~= "open" and kind ~= "unable" then walk.target, walk.near = nil, nil end
end

---@return Contact[]
function Walk.contacts(text)
  local walk = { text = text, list = lex(text), found = {} }
  for at, token in ipairs(walk.list) do
    if token.group == VERB then
      contact(walk, at, token)
      walk.beside = nil
    elseif token.group == END then
      walk.target, walk.subject, walk.beside, walk.near = nil, nil, nil, nil
    elseif token.group ~= COMMA then
      name(walk, at, token)
    end
  end
  return walk.found, walk.list
end

return { contacts = Walk.contacts, is_third = is_third, RELATIONS = RELATIONS, MINE = MINE }
