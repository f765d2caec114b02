-- What a whole text may consist of to be a yes. Nothing else may stand in it: a word that is not
-- here makes the answer unclear, so that a condition, a doubt or another's opinion cannot hide
-- behind a "네". Texts come without blanks between Hangul (consent.lua).

local import = import
local _ENV <const> = {}

local grammar = import "assent/understand/consent/grammar"

local pieces = {}

grammar.define(pieces, {
  "edge", [[ (?![가-힣]) ]], -- a word that another word would follow into a third: 좋아+하세요
  -- Endings, as typed: 요/여/용, 습니다/슴다/습니당, 합니더.
  "yo", [[ 요+ | 여+ | 용+ | 염 | 욤 | 유+ | 욥 | 욧 | 예 | 요옹 ]],
  "nida", [[ [니미] [다당디따더댜닷] (?:아+(?![가-힣]))? [요용게]? ]],
  "seup", [[ [습슴읍씁슙십] <nida> | [습슴심] [다더돠] ]],
  "ida", [[ 입<nida> | 임 | 이에<yo> | 예<yo> | 이<yo> | <yo> | 이?지<yo>? | 이?죠 ]],

  -- "you may": 됩니다, 돼요, 괜찮습니다, 좋아요, 상관없어요
  "fine", [[
    (?:전혀|아무|하나도)? (?: (?: [괜괸갠겐] [찮찬찬챦] | 개안 | 괘안 ) (?: 아<yo>? | 어<yo>? | <seup> | 심더 | 음 )
    | (?: 상관 | 문제 | 문제될(?:것|건|게) | 지장 | 이의 | 불만 ) (?:이|은|도)? 없 (?: 어<yo>? | 으<yo> | <seup> | 음
    | 지<yo> | 죠 )
    | (?: 무방 | 가능 ) (?: 합<nida> | 해<yo>? | 함 | 하지<yo> | 하죠 ) ) ]],
  "may", [[
    <fine> | 됩<nida> | [돼되] (?:<yo>|지<yo>?|죠|고말고<yo>)? | 됨
    | 좋 (?: 아<yo> | 아<edge> | <seup> | 심더 | 지<yo> | 죠 | 음 ) | 조아<yo>? <edge> ]],
  -- "please do", "go ahead", behind a noun or alone
  "give", [[
    주 (?: 세<yo>? | 셔<yo> | 십 (?:시오|시요|쇼) | 시죠 | 시지요 | 쇼 | 이소 | 삼
    | [시셔]면 (?:됩<nida>|[돼되]<yo>?|감사|고맙|좋)
      (?: 하겠<seup>| 합<nida> | 하겠어<yo> | 겠<seup> | 겠어<yo> )?
      | 시(?:기|길) (?:를)? (?:바랍<nida>|바라<yo>|부탁드립<nida>|부탁드려<yo>) | 셔도 <may> | 라 | 소 )
    | 줘 (?: <yo> | 도 <may> )? | 주[이]?소 | 쥬세<yo> | 주새<yo> | 주쎄<yo> ]],
  "ask", [[ 부탁 (?:을)? (?: 드립<nida> | 드려<yo> | 드릴[게께]<yo>? | 드리겠<seup> | 드림 | 합<nida> | 해<yo>? | 요
    | 함<nida>? ) ]],
  "go", [[
    하 (?: [세쎄새]<yo> | 셔<yo> | 십 (?:시오|시요|쇼) | 시죠 | 시지요 | [셔시]도 <may>
    | 시면 (?:됩<nida>|[돼되]<yo>?|[돼되]죠) | 이소 | 쇼 | 시소 | 입시더 | 시오 | 셈 | 삼 | 시이소 | 도록 (?: 하세<yo> | 하시죠
    | 해주세<yo> ) | 시쇼 | 라우 | 소 | 입쇼 )
    | 해보 (?: [세셔]<yo> | 시죠 | 십시오 | 시면됩<nida> | [셔시]도 <may> ) | 헙서 | 해도 <may> | 햐<yo>? | 혀<yo>
    | 햐도 <may> | 혀도 <may> ]],
  "please", [[ 해?<give> | 해[ ]?<give> | 좀<give> | <ask> | 바랍<nida> | 바래<yo> ]],

  -- A verb of consent in the first person, of the present or promised: 동의합니다, 할게요, 하겠습니다
  "will", [[
    [하-힣] <nida> | 함다 | 한다 (?:니까<yo>?)? | 한당께<yo>? | 허<yo> | 헙<nida> | 허겠<seup> | 해<yo>
    | 해<edge> | 혀<yo>? | 햐<yo>?
    | 함[요]? | 하고<yo> | 하오 | 하마 | 하지<yo>? | 하죠
    | 합시다 | 하고말고<yo>
    | [할핼헐] [게께깨] <yo>? | 하께<yo>? | 하[겠겟] (?:<seup>|어<yo>|심더) | 할래<yo>? | 하는바 입<nida>
    | 해 (?: [줄드릴]+[게께]<yo>? | 드리겠<seup> | 드려<yo> | 드립<nida> | 주겠<seup> )
    | 하는 (?:걸로|것으로|거로) (?: [할][게께]<yo>? | 하겠<seup> | 하죠 | 해<give> ) ]],
  "offer", [[ 드립<nida> | 드려<yo> | 드릴[게께]<yo>? | 드리겠<seup> | 드림 ]],

  -- Who and what it is about. A person stands only behind with/to: 남편이, 남편도 is another's voice.
  "person", [[
    (?: 제|저희|우리|내|그|저|이|해당|실|다른|울 )?
    (?: 호출자|탑승자|탑승객|승객|동승자|동승객|차주|차량주인|배우자|남편|신랑|남친|아내|와이프|집사람|안사람|부인|마누라|여친|여자친구|남자친구|친구
      |동생|남동생|여동생|형|누나|언니|오빠|어머니|아버지|엄마|아빠|부모님|아들|딸|동료|직장동료|회사동료|상사|부장|과장|팀장|사장|지인|일행|손님|가족
      |장인|장모|시어머니|시아버지|며느리|사위|조카|삼촌|이모|고모|할머니|할아버지|분|쪽|사람|당사자|제[3삼]자|대리인|보호자 )
    (?:분|님|씨|들|쪽|놈|내미|래미)* ]],
  "with", [[ <person> (?: 이?랑 | 하고 | 과 | 와 | 한테 | 에게 | 께 ) (?:도|의|직접|바로|대신)* ]],
  "matter", [[
    (?: 이|그|해당|이번|저|본|위|그날|어제|지난번 )*
    (?: 요금|조정|결제|사고|보험|분실|분실물|이용|호출|대리|대리운전|운행|서비스|문제|민원|성희롱|카카오t|카카오|운전|차량|접촉|파손|과속|환불 )*
    (?: (?<=이|그|당|번|저|본|위|날|제|금|정|고|험|실|물|용|출|리|행|스|원|롱|불|손|속) (?: 건|문제|일|부분|내용 ) | 내용 | 관련 | 사항
    | 요금 | 요금조정 | 사고 )
    (?: 에대해서? | 에대한 | 에관해서? | 에관한 | 관련 (?:해서?|된|하여|으로)? | 으로 | 로 | 을 | 를 | 에 )? ]],
  "subject", [[
    상담위임|위임상담|상담|통화|연락|진행|위임|대화|이야기|얘기|처리|안내|전달|공유
    |(?:제|내)?(?:개인)?정보(?:의)?(?:수집|이용|제공|활용|처리|동의|및|과|와|·|,|/)*|수집|이용|제공|활용|제[3삼]자(?:정보)?(?:제공
    |상담)? ]],
  "object", [[
    <with>? <matter>? <subject>+ (?:을|를)? (?:진행|위임|이용|활용)*
    (?: (?: 하|하시|해주시|받으시|나누시 ) 는 (?:것|거|데|점|일) )? (?: 에 (?:도|대해서?|대하여|관해서?|관하여)? | 을 | 를
    | 관련 (?:해서?)? | 도 )? ]],
  "self", [[ 저는 | 전 | 제가 | 저도 | 나는 | 난 | 내가 | 나도 | 저희는 | 본인은? | 저 | 나 | 저야 | 나야 | 지는 | 지가 | 저희
    | 우리는 ]],
  "how", [[
    당연히 | 물론 | 당근 | 얼른 | 부담없이 | (?:걱정|염려|부담|신경) (?:은|을)? (?:하지|갖지|쓰지)? ¬?[말마] (?:고|시고) | 얼마든지
    | 기꺼이 | 전부 | 전적으로 | 모두 | 다 | 흔쾌히 | 편하게 | 편히 | 잘 | 빨리 | 바로 | 꼭 | 어서 | 직접
    | 그렇게 | 그대로 | 그러케 | 그렇케 | 고렇게 | 그리 | 이대로 | (?:말씀|안내|얘기|설명)(?:하신|해주신|주신)?대로 | 정식으로 | 확실히 | 분명히
    | 명확히 | 완전히? | 무조건
    | 적극 | 적극적으로 | 계속 | 계속해서 | 이어서 | 지금 | 지금바로 | 이에 | 위내용에 | 위사항에 | 해당내용에 | 그내용으로 | 그내용에 | 내용에
    | 100%(?:로)? | 백프로 | 한번 | (?:저|나|제|내)대신(?:에)? | 언제든지? | 아무때나 | 편하[실신]때 | 편하[실신]?대로 ]],
})

grammar.define(pieces, {
  "before", [[ (?: <self> | <how> | <object> | <matter> )* ]],
  "before_doing", [[ (?: <self> | <how> | <object> | <matter> | <with> )* ]],
  "noun", [[ 동의 | 동으 | 동이 | 돈의 | 동위 | 동희 | 승낙 | 승락 | 허락 | 허용 | 허가 | 승인 | 찬성 | 수락 | 위임 | 위탁
    | 동의서명 ]],
  "agree", [[
    <before> <noun> (?:을|를)? (?: <will> | <offer> | <ida> | 표시?<will> )
    | (?:<self>|<how>|<object>|<any_yes><gap>*)+ (?: 동의 | 찬성 | 승인 | 허락 | 승낙 | 수락 ) <edge>
    | (?: 동의 | 찬성 | 승인 | 허락 | 승낙 | 수락 ) [ .,!~]* (?: <any_yes> | 진행 <please> ) ]],
  -- 동의하니 진행해 주세요: a reason, when what it is the reason of follows
  "since", [[ <before> <noun> (?:하니까?|하오니|하고|하구|하며|할테니|할테니까|해요니|했으니|하므로)<yo>? | 괜찮 (?:으니까?|응께|으니께) | 상관없으니까?
    | 좋으니까? | 문제없으니까? ]],
  "talk", [[ 상담 | 통화 | 연락 | 전화 | 얘기 | 이야기 | 대화 | 말씀 | 안내 | 소통 | 논의 | 협의 | 상의 ]],
  -- An act that is named, and allowed or asked for: 어머니랑 얘기하셔도 됩니다
  "permit", [[
    <before_doing> (?: 진행 | (?:상담|연락|통화)을?진행 | 상담이?나?통화 | 시작 | 계속진행
    | 상담시작 ) (?:을|를|도)? (?:진행)? (?: <please> | <go> | 시켜 (?:<give>|<yo>)? | 합시다 | 하자 | 해<yo>?
    | 가시죠 | 고고 | ㄱㄱ+ | 요 )
    | <before_doing> (?: 상담 | 통화 | 연락 | 전화 | 공유 | 전달 | 제공 | 논의 | 협의 | 상의 | 수집 | 이용
    | (?<=랑|고|과|와|테|게|께) (?:얘기|이야기|대화|말|안내) )
        (?:을|를|도)? (?:진행|나눠|나누|주)? (?: [하]?[셔시]도 <may> | 해도 <may> | 해?주셔도 <may> | 나눠도 <may>
        | 받으셔도 <may> | (?:하|하시|해주시|주시)는 (?:거|것|게) <may> )
    | <before> <with> <how>* <matter>? <how>* <talk> (?:을|를)? (?:진행)?
      (?: [하]?[셔시]도 <may> | 해도 <may> | 해?주셔도 <may> | 나누?[셔시]도 <may> )
    | <before> <with> <matter>? (?: 상담 | 통화 | 연락 ) (?:을|를)? (?:진행)? <please>
    | <how>* <talk> (?:을|를)? (?: [하]?[셔시]도 <may> | 해도 <may> | 해?주셔도 <may> | 드려도 <may> ) ]],
  "go_on", [[ (?:<self>|<how>)* 그렇게 (?: <please> | <go> | 하죠 | 합시다 | 하자 | 해 | 할[게께]<yo>? | 하겠<seup>
    | 하는걸로 (?:할[게께]<yo>?|하겠<seup>|하시죠|하죠|해<give>) | 진행 (?:<please>|<go>) | 처리 <please> | 해<yo> )
    | 그러 (?: [세쎄]<yo> | 셔<yo> | 시죠 | 십시오 | 셔도 <may> | 시면됩<nida> | 죠 | 자 | 쇼 | 시소 | 이소예? ) | 그럽시다
    | 그래도 <may> | 그래<give>
    | 그라이소 | 그라이소예 | 그라입시더 | 그랍시다 | 그라시오 | 그라시죠 | 그라쇼 | 그려유+ | 그려요 | 그류 | 그카이소 | 그카세<yo> | 그래하이소
    | 그래하소 | 그라지라 | 그라제 | 그러지라 | 그러이소

    | (?:<self>|당연히|물론|얼마든지|편하게|편히|잘|빨리|바로|어서|꼭|저는|그대로|이대로|그리|(?:말씀|안내|얘기|설명)(?:하신|해주신|주신)?대로)*
    (?: 하 (?: [세쎄]<yo>
    | 셔<yo> | 십시오 | 십쇼 | 시죠 | [셔]도 <may> | 이소 | 시면됩<nida> | 시면[돼되]<yo> ) | 해도 <may> | 해주세<yo>
    | 해주십시오 | 해주이소 | 하시쇼 | 하시소 | 하셔유 )
    | <how>? <ask> ]],
  "proceed", [[ <permit> | <go_on> ]],
  "good", [[ (?:<self>|당연히|물론|전부|다|완전)* (?: 좋 (?: 아<yo> | 아<edge> | <seup> | 심더 | 지<yo> | 죠 )
    | 조아<yo>? <edge> ) ]],
  "sure", [[
    그럼요+ | 그러믄<yo> | 물론 (?:입<nida>|이죠|이지<yo>?|이에<yo>|이고말고<yo>|<yo>)?
    | 당연 (?:하죠|하지<yo>?|합<nida>|히<yo>|히[돼되]<yo>|함) | 당근 (?:이죠|이지<yo>?|<yo>)
    | 아무렴<yo> | 암<yo> | 기꺼이<yo> | 얼마든지<yo>? | 두말하면잔소리(?:<yo>|죠|지<yo>) | 하모 [요예]? | 암만<yo>
    | 콜+ (?:이<yo>|입<nida>)? | 오케이?<yo>? | 오키+ <yo>? | 오키도키 | 옥케이? | 오케바리 | (?:ㅇㅋ)+ | ㅇㅋㄷㅋ | 예스 | 예쓰
    | (?: 당연히 | 물론 | 그럼 ) (?: [돼되]<yo> | [돼되]죠 | [돼되]지<yo> | 됩<nida> | <fine> ) ]],
  "emoji", [=[ [👍👌🙆⭕✅☑✔🆗💯] ]=],
  -- A bare yes
  "yes", [=[
    (?: 네 [에엥엡]* ㅔ* | 넵+ ㅂ* | 넹+ | 넴 | 넷 | 녜 | 넨 | 넼 | 예 [에]* | 옙+ | 옛썰? | 예압 | 얍 | 네이 | 응+ | 웅+
    | 엉+ | ㅇㅇ+ | 녱 | 옝 )
    | <emoji> | <sure> ]=],
  "mild", [[ 어*그래<yo>? | 그럼 | 그라믄 | 그라모 | 그려 | 그랴 | 기래 | 그러엄 ]],

  -- What may stand beside a yes and says neither
  "thanks", [[
    (?:정말|진짜|너무|항상|늘|많이|매우|대단히)? (?: 감사 (?:합<nida>|해<yo>|드립<nida>|드려<yo>|함다|함<nida>?|요)?
    | 고맙<seup> | 고마워<yo>? | 땡큐 | ㄱㅅ(?:ㄱㅅ|요|합니다)? | 캄사합니다 ) | 감삼다 | 🙏+ ]],
  "regards", [[ 수고 (?: 하세<yo> | 하십<nida> | 가?많으[십시]<nida>? | 하십시오 | 하셔<yo>
    | 많으 (?:십<nida>|세<yo>|셔<yo>) | 많으십니다 | 하심다
    | 하시네<yo> ) | 고생 (?:많으십<nida>|많으세<yo>|하세<yo>|하십시오) | 좋은하루 (?:되세<yo>|보내세<yo>) ]],
  "hello", [[ 여보세<yo> | 안녕 (?:하세<yo>|하십니까|하셔<yo>) | 반갑<seup> ]],
  "heard", [[
    (?: 잘|(?:위|이|해당|안내)?내용[은을도]?|안내|모두|전부|다|꼼꼼히|충분히|이제|사항|설명[은을]? )*
    (?: 알[겠겟] (?:<seup>|어<yo>|심더|슴다|구<yo>|고<yo>)
    | 알[았앗] (?:어<yo>?|<seup>|슈|으니까?<yo>?) | 알어<yo>
    | (?: (?:확인|이해|숙지|검토) (?:했|하였|됐) | (?:읽|들) (?:었|어[ ]?봤|어[ ]?보았) | 봤 | 보았 )
      (?:<seup>|어<yo>|고<yo>?|구<yo>?|으며|으니까?<yo>?) ) ]],
  "its_me", [[
    (?:<self>|본인)* (?: 맞 (?:<seup>|아<yo>?|죠|고<yo>|습니다고요|는데<yo>|심더)
    | 본인 (?:입<nida>|이에<yo>|이고<yo>?|맞<seup>|맞아<yo>|이요)
    | (?:제가|내가) (?:호출|이용|예약) (?:했|한거) (?:<seup>|어<yo>|고<yo>|맞<seup>|맞아<yo>) | 접니다 | 저예<yo>
    | 전데<yo> ) ]],
  "sigh", [=[
    (?: 아+ | 어+ | 음+ | 흠+ | 오+ | 에 | 야 | 내+ | 저 | ㅇ ) (?= [ .,!~…] ) | 아하 | 아이고 | 어이구 | 아이구 | 아휴
    | 하 (?=피곤|힘들) | 그거<yo> | (?:잠깐|잠시)만?<yo>? | 기여 | 저기<yo>? | 상담[사원]님 | 선생님 | ㄱㄱ+
    | [😊🙂😀😃😄😁☺😉🥰🤗❤♥🙏] ]=],
  "digits", [[ (?:\+?82[-. ]*)? \(?0?1[016789]\)? [-. ]* \d{3,4} [-. ]* \d{4}
    | 0\d{1,2} [-. )]* \d{3,4} [-. ]* \d{4} | 공일[공영일] (?:[ 에의-]*[공영일이삼사오육륙칠팔구하둘]){7,8} ]],
  "phone", [[
    (?:(?:<person>|제|저의|내)(?:의|은|는)?)? [ ,:.]* (?:(?:(?:전화|휴대폰|핸드폰|폰)?번호|연락처|전화|휴대폰|핸드폰
    |폰)[은는이]?)? [ :]* <digits>
    [ ]* (?: (?:번)? (?:<ida>) | 이?[고구]<yo>? | 번 | (?:으로|로|여기로) (?: 연락 | 전화 | 통화 )? (?: <please>
    | <go>
    | 하면됩<nida> | 하면[돼되]<yo> )? )? ]],
  "aid", [[ (?:빠른|신속한|조속한|원활한) (?: 처리 | 해결 | 조치 | 진행 | 상담 | 연락 ) <ask>
    | (?: 빨리 | 잘 | 얼른 | 바로 | 좀 | 어서 | 제발 | 꼭 | 조속히 | 신속히 | (?:연락|통화|전화|상담|확인)해서 )*
      (?: 처리 | 해결 | 조치 | 확인 ) (?:을|를|좀)* (?: <please> | <go> )
    | <contact> ]],
  "contact", [[ <before_doing> (?: 상담 | 통화 | 연락 | 전화
    | (?<=랑|고|과|와|테|게|께) (?:얘기|이야기|대화) ) (?:을|를)? (?: 해[ ]?<give> | <ask> | <go> | 나누세<yo>
    | 해 <edge> | 하고 <edge> ) ]],

  -- Why it is another who is to be talked to
  "reason", [[
    (?: <self> | 지금 | 현재
    | 어차피 )* (?: (?:통화|전화|상담|대화) (?:가|이|를|하기)? 좀? (?:어려우|어려워|힘드|힘들어|곤란하|곤란해) (?:니까?|서|므로)
    | 바쁘니까? | 바빠서 | 운전중이 (?:니까?|라서?) | 술을? (?:많이)? (?:마셔서|마셨으니까?|마시고있어서)
    | 기억이 (?:¬?안|잘안|없) (?:나니까?|나서|어서|으니까?|나?거든<yo>|어<yo>|나<yo>|<seup>)
    | <person> [이가] (?: 어차피 | 실제로 | 직접 )* (?:탔|탑승했|이용했|타셨) (?:으니까?|어서)
    | <person> [이가] (?:더|제일|가장)?잘 (?:아니까|알고있으니까?|알테니까?) ) ]],
  "stop", [=[ (?= \z | [ .,!~;:ㅋㅎㅠㅜ^()'"/…。] ) ]=],
  -- A fact that is told beside the answer: 저희 어머니가 타셨어요. All of its words are known here, too:
  -- of people, times, places and things around a ride, and of what happens there. What limits,
  -- doubts, reports or belongs to somebody else is said in words that are not.
  "thing", [[ (?:긁힌|다친|부딪힌|잃어버린|두고내린) (?:거|것|일) | 범퍼 | 문짝 | 유리 | 타이어 | 사이드미러 | 요금 | 사고 | 지갑 | 가방
    | 휴대폰 | 핸드폰 | 폰 | 물건 | 짐 | 분실물 | 신분증 | 카드 | 결제 | 길 | 차량? | 보험
    | 영수증 | 답변 | 답장 | 회신 | 대답 | 답 | 연락처? | 문자 | 카톡 | 톡 | 전화 | 통화 | 번호 | 글씨 | 글자 | 글 | 눈 | 귀 | 나이 | 손
    | 업무 | 일 | 회의 | 운전 | 수업 | 근무 | 출장 | 과제 | 시험 | 여행 | 이동 | 접수 | 처리 | 해결 | 확인 | 상황 | 내용 | 설명
    | 안내문? | 마음
    | 정신 | 경황 | 기억 | 말주변 | 술 | 잠 | 밥 | 비 | 날씨 | 시차 | 해외 | 지하철 | 전철 | 버스 | 택시 | 대리운전? | 콜 | 앱 | 돈
    | 금액 | 목소리 | 음성 | 블루투스 | 한국[말어] | 출발지 | 도착지 | 목적지 | 서비스 | 건 | 이용 ]],
  "place", [[ (?: 집 | 회사 | 병원 | 학교 | 사무실 | 지하철 | 전철 | 차 | 여기 | 거기 | 옆 | 근처 | 밖
    | [가-힣]{1,5} (?: 역 | 동 | 구 | 시 | 공항 | 터미널 | 아파트 | 공업사 | 병원 | 식당 ) ) (?:¬?안)? (?: 에서 | 에 | 까지
    | 으로
    | 로 | 이라서?<yo>? | 라서?<yo>? | 이었던 | 이에<yo> | 이고<yo>? ) ]],
  "number", [[ (?: [0-9][0-9,]* | [한두세네열]+ | 다섯 | 여섯 | 일곱 | 여덟 | 아홉 | [일이삼사오육칠팔구십백천만]+ | 며칠 | 이틀
    | 사흘 | 나흘 )
    (?: [ ]? (?: 시간? | 분 | 일 | 월 | 년 | 번 | 개 | 주일 | 개월 | 만?[ ]?원 | 천원 | 째 | 반 | 쯤 | 경 | 정도 | 전 ) )+
    (?: 에 | 이나 | 을 | 이 )? ]],
  "time", [[ (?: 어제 | 어젯 | 그제 | 그날 | 오늘 | 아까 | 지금 | 방금 | 그때 | 현재 | 새벽 | 밤 | 아침 | 저녁 | 낮 | 오전
    | 오후 | 주말 | 지난주 | 이번주 | [월화수목금토일]요일
    | 벌써 | 이제 | 이미 | 이번 ) (?:에|은|는|도|까지)? | <number> ]],
  "particle", [[ 이 | 가 | 은 | 는 | 을 | 를 | 도 | 께서 | 한테 | 에게 | 께 | 의 | 으로 | 로 | 하고 | 이?랑 | 과 | 와
    | 에 | 때문에 | 안에
    | 말로는 ]],
  "adverb", [[ 정말 | 진짜 | 너무 | 많이 | 좀 | 조금 | 꼭 | 빨리 | 얼른 | 더 | 잘 | 계속 | 다 | 또 | 갑자기 | 같이 | 함께
    | 직접 | 실제로
    | 어차피 | 사실 | 그래서 | 그리고 | 글고 | 무척 | 아주 | 매우 | 제발 | 다시 | 하루종일 | 늦게 | 짧게 | 저보다 | 나보다 | 급하게
    | 아마도? (?=잘|더) ]],
  "who_else", [[ <person> | <self> | 애 | 아이 | 걔 | 얘 | 기사 | (?:대리)?기사(?:님|분) | 영감 | 양반 | 아저씨 | 이
    | 그 | 저 | 제 | 우리 | 저희
    | 내 ]],
  "meanwhile", [[ (?: 타 | 두 | 놓 | 자 | 울 | 기다리 | 운전하 | 회의하 | 일하 | 보 | 듣 | 읽 | 재우 | 챙기 ) 고
    | (?: 놀라 | 바빠 | 늦어 | 급해 | 아파 | 많아 | 침침해 | 어두워 | 돌아가 | 돌아 | 운전해 | 취해 | 졸려 | 멀어 | 취해 ) 서
    | (?: 어려워 | 없어 ) 서 | (?: 운전 | 과제 | 일 | 회의 | 수업 ) ?하느라 | 접수도?해야해서
    | (?:회의|수업)에? 들어가야 (?:해서|돼서) | (?: 운전 | 회의 | 수업 | 근무 | 이동 | 출장 | 여행
    | 통화 | 식사 | 기다리는 | 말하는 ) 중 (?: 이라서? | 이어서 | 에 ) | 어려워서 | (?:답변|답장|답)이?늦어 ]],
  "past", [[ (?: 탔 (?:었)? | 타셨 | 내렸 | 내리셨 | 잃어버렸 | 불렀 | 부르셨
    | (?:호출|예약|결제|확인|이해|검토|도착|계산|고생|운전|이용|접수|문의|신고|연락)(?:을|를)?(?:드렸|했|하셨|됐|됬)
    | 나왔 | 돌아갔 | 돌아가셨 | 기다렸 | 있었 | 계셨 | 잤 | 봤 | 보았 | 읽었 | 읽어봤 | 들었 | 늦었 | 놀랐 | 난리였 | 다쳤 | 맡겼 | 만났
    | 갔 | 왔 | 친절(?:했|하셨) | 이상했 | 망설였 | 울었 | 아팠 | 바빴 | 잃었 | 두고왔 | 놓고왔 | 빠뜨렸 | 깼 | 들어갔 | 고민(?:해봤|했)
    | 생각(?:해봤|했) | 기억났 | 찾았 | 걸렸 ) ]],
  "telling", [[ 어<yo>? | <seup> | 고<yo>? | 구<yo>? | 으니까?<yo>? | 으며 | 음 | 거든<yo>? | 는데<yo>?
    | 네<yo>? | 더라고<yo> | 던거[라고] | 던거고<yo>? | 던겁니다
    | 던건입니다 | 던건데<yo>? | 소 | 슈 ]],
  "state", [[ 한국[말어]를? (?:조금|잘)? ¬?(?:못)?해<yo> | 기억이? (?:납<nida>|나<yo>)
    | 귀가? 좀? (?:어두우|¬?안좋으|불편하) (?:세<yo>|셔<yo>|십<nida>)
    | 글[자씨]를? 치는게? (?:느려<yo>|느립<nida>) | (?: 상황 | 그때일 | 그날일 ) [을은]? 잘? 몰라 (?:<yo>|서<yo>?)
    | 너무화가 (?:납<nida>|나<yo>|나네<yo>) | (?: 급 | 죄송 | 미안 | 송구 | 답답 | 억울 | 속상 | 피곤 | 복잡 | 친절 | 이상
    | 필요 | 심각 )
      (?: 합<nida> | 해<yo>? | 하네<yo>? | 하오 | 하다 | 해서<yo> | 하거든<yo> | 할것같아<yo>? | 하네 | 하고<yo>? )
    | (?: 힘들 | 바쁘 | 아프 | 번거롭 | 늦 ) (?: 네<yo>? | 거든<yo>? | 고<yo>? | 습<nida> | ㅂ<nida> )
    | (?: 힘들어 | 바빠 | 아파 | 이상해 | 늦어 | 많아 | 멀어 | 급해 | 추워 | 더워 ) (?:<yo> | 서<yo> | <stop>)
    | 번거롭게 해 (?: 드려 | 서 )* (?:죄송|미안) (?:합<nida>|해<yo>|하네<yo>)
    | (?: 정신 | 경황 | 기억 | 시간 ) [이은도]? 없 (?: 네<yo> | 어<yo> | <seup> | 거든<yo> | 어서<yo>?
    | 었 <telling> ) ]],
  "goes_on", [[ (?: (?:<meanwhile>|들어가?|가고|오고|찾고|누워) (?: 있 (?: 어<yo>? | <seup> | 음 | 네<yo>
    | 거든<yo> | 더라고<yo> | 고<yo> | 었 <telling>
      | 는데<yo>? ) | 계 (?: 세<yo> | 십<nida> | 셔<yo> | 시네<yo> | 시거든<yo> ) | 있 (?: 으시 | 으세 ) <yo> ) )
    | 있 (?: 어<yo>? | <seup> | 음 | 네<yo> | 거든<yo> | 으니까<yo>? | 고<yo>? | 어서<yo>? ) | 계 (?: 세<yo>
    | 십<nida> | 셔<yo> )
    | (?: 운전 | 회의 | 수업 | 근무 | 이동 | 출장 | 여행 | 통화 | 식사 ) 중 (?: 이에<yo> | 입<nida> | 이라서?<yo>?
    | 이거든<yo> | 이고<yo>
      | 이네<yo> | 이세<yo> | 임 | 이십<nida> ) ]],
  "knows", [[ 잘 (?: 알아<yo>? | 압<nida> | 아세<yo> | 아셔<yo> | 아십<nida> | 알고있 (?:어<yo>|<seup>)
    | 알거[예에]<yo> | 알겁<nida>
      | 아실거[예에]<yo> | 할거[예에]<yo> | 하실거[예에]<yo> | 할겁<nida> ) ]],
  "writes", [[ (?: 음성으로 | 말로 ) 입력 (?: 중입<nida> | 중이에<yo> | 하고있어<yo> ) | 배터리가 (?:얼마|거의)? 없어서
    | 짧게답합<nida> | (?: 음성 | 톡 | 카톡 | 문자 | 글 | 말 | 목소리 ) (?:으로|로) (?: 보내<yo> | 보냅<nida>
    | 보내고있 (?:어<yo>|<seup>) | 남겨<yo> | 남깁<nida> | 남길게<yo>
      | 말해<yo> | 드립<nida> | 드려<yo> | 할게<yo> ) | (?:짧게)? 말할게<yo>
    | 글[자씨][가이]? 이상할수 (?:도)? 있 (?:어<yo>|<seup>) | (?: 연락처 | 번호 | 전화번호 ) [를은]? (?: 남길 | 남겨드릴 | 드릴
    | 적을 ) [게께]<yo> ]],
  "who_i_am", [[ (?: (?:호출|이용|예약|결제|접수|대리운전?호출) 한 | (?:대리|차|콜|택시)? ?(?:를|을)? ?(?:부른|불렀던|탄|탔던)
    | 문자받은 ) 사람 (?: 이고<yo>? | 이며 | 입<nida>
      | 이에<yo> | 인데<yo>? | 맞 (?:아<yo>|고<yo>?|<seup>) ) | (?:호출자|탑승자|차주)?본인 (?: 이고<yo>? | 이며
      | 입<nida> | 맞고<yo>? ) | (?:제가|저는|저)? (?: (?:[0-9]{2,3}[가-힣][ ]?[0-9]{4}[ ]?)? 차주 | 탑승자
      | 호출자 | 예약자 | 비회원 | 회원 | 유학생 | 외국인 | (?:계정|앱)주인 ) (?: 입<nida> | 이?에<yo> | 예<yo> | 이?고<yo>
      | 인데<yo> )
      | (?: 차주 | 호출자 | 탑승자 ) [가-힣]{2,4}? <ida> | (?:<called>|<person>[이가]|제가|저는)? (?: 탄 | 타신
      | 부른 | 이용한 | 호출한 )
        (?: 건데<yo>? | 거라서?<yo>? | 거고<yo>? | 거예<yo> | 거에<yo> | 거니까<yo>? | 겁<nida> )
      | (?:대리|차|콜)? 불렀던 [가-힣]{2,4}? 인데<yo>?
      | [가-힣]{2,5}에서 [가-힣]{2,5} (?:까지)? 간거맞 (?:아<yo>|고<yo>?|구<yo>?|<seup>)
      | 부른거맞 (?:아<yo>|<seup>|고<yo>?) ]],
  -- Who rode, who I am, with names: 탑승자는 제 후배예요, 제 친구 이민호가 탔어요
  "rider", [[ (?: 탑승자 | 차주
    | (?:실제로)? (?:탄|타신|탔던|이용한|이용하신|타고간|핸드폰두고내린|지갑두고내린) (?:사람|분) ) (?:분|님)? (?: 은 | 는 | 이 | 가 )
    (?: 제 | 저희 | 우리 | 내 )? (?: <person> | 신입사원 | 후배 | 선배 | 손녀 | 손자 | 직원 | 우리회사
    | [ ] )+ (?:[가-힣]{2,4}?(?:씨|님|부장님|과장님|대리님)?)?
    (?: <ida> | 이?고<yo>? | 인데<yo>? | 이신데<yo>? | 이라서?<yo>? | 이셔<yo> | 이십<nida> ) ]],
  "called", [[ (?:제|저희|우리|우리회사|회사)* (?: <person> | 신입사원 | 후배 | 선배 | 직원 | 손녀
    | 손자 ) [가-힣]{2,3}? (?:씨|님)? (?: 이 | 가 | 께서 ) ]],
  "kind", [[ (?: 그리고 | 글고 | 매번 | 이렇게 )* (?: (?: 늦은시간에 | 이시간에 | 추운데 | 더운데 | 바쁘신데 | 항상 | 늘 | 새벽에
    | 새벽[가-힣]{1,2}시에 | 주말에 )? (?: 고생 | 고상 | 수고 ) (?:이|가)?
      (?: 많으[십시]<nida> | 많으시네<yo> | 많으세<yo> | 하시네<yo> | 하십<nida> | 하세<yo> )
    | (?:상담[사원]님|정말|참)? 친절하 (?:시네<yo>|십<nida>|세<yo>) | (?: 도와 | 알려 | 설명해 | 안내해 | 물어봐 | 챙겨 | 신경써
    | 확인해 ) 주셔서 (?:정말|너무|항상)?
      (?: 감사 (?:합<nida>|해<yo>|드립<nida>|드려<yo>) | 고맙<seup> | 고마워<yo> | 안심이?[되돼]<yo> )
    | (?: 설명 | 안내 | 답변 | 확인 | 연락 ) (?:해주셔서)? <thanks> | 저희가더죄송 (?:하죠|합<nida>|해<yo>)
    | 비가 많이 (?:오네<yo>|와<yo>) | (?: 기다리고있 | 기다리 ) (?:겠<seup>|을게<yo>|ㄹ게<yo>) | 기다릴게<yo>
    | (?:저도|저희도)? (?:빨리|얼른)? 해결 (?: 되면 | 됐으면 ) 좋겠 (?:어<yo>|<seup>)
    | (?:아까|어제)? (?: 답 | 대답 | 답장 | 문자 | 톡 | 연락 | 전화 ) [을를]? (?:빨리|바로|일찍)? ¬?못 (?: 봤 | 드렸 | 했
    | 받았 ) <telling>
    | 올해 (?: 스물 | 서른 | 마흔 | 쉰 | 예순 | 일흔 | 여든 | 아흔 ) [가-힣]{0,2}? (?:살|세)? <ida> | (?: 안내 | 올려
    | 보내 | 말씀 ) 해?주신
      (?:거|것|내용|안내|글|문자) (?:을|를|은|도)? (?:다|잘|모두)* (?: 읽 | 봤 | 확인
      | 이해 ) [가-힣]{0,2}? (?:었|했|봤)? <telling> ) ]],
  "told", [[ (?: <called> | (?:<who_else>|<thing>) <particle>? | <place> | <time> | <adverb>
    | <meanwhile> | [ ,]+ (?=[0-9가-힣]) )* ]],
  "fact", [[ <rider> | <kind> | <told> (?: <past> <telling> | <state> | <goes_on> | <knows>
    | <writes> | <who_i_am> | 난리였 <telling>
    | (?:확인|처리|해결|도움) [이가]? 꼭? 필요 (?:합<nida>|해<yo>) | 거니까<yo>? | 거라서?<yo>? ) ]],
  -- Behind the answer it may also break off: 지금 바빠서
  "afterwards", [[ <fact> | <told> <meanwhile> <yo>? (?=<gap>|\z) ]],
  -- What else is asked for, beside the answer: 꼭 좀 찾아 주세요
  "plea", [[ (?: <adverb> | <thing> <particle>? | <number> | 한장 | 한번 )*
    (?: 크게말씀해 | 천천히말씀해 | 찾아 | 확인해? | 처리해? | 해결해? | 보내 | 도와 | 조치해? | 살펴 | 챙겨 | 알아봐
    | 봐 ) 좀? <give> ]],
  "name", [[ (?:<person>|제|내)? (?: 성함 | 이름
    | 성명 ) [은이]? [ :]* [가-힣]{2,4}? (?:<ida>|이?고<yo>?)? (?=<gap>|\z|번호|연락처|전화|올해) ]],
  "gap", [=[ [ .,!~;:^()\-…。、，！·/+*=ㅋㅎㅠㅜ❤♥] ]=],
  "calm", [=[ [ ,!~^()。、！ㅎ] | (?<!\.)\.(?!\.) ]=], -- beside a bare yes: no "네…", no "네;;"
})

-- Other languages, in the short forms of an answer.
grammar.define(pieces, {
  "b", [[ (?<![a-z]) ]],
  "e", [[ (?![a-z]) ]],
  "who", [[ (?:him|her|them|it|this|that|(?:my|the)[ ](?:husband|wife|spouse|friend|passenger
    |owner|partner|son|daughter|brother|sister|mother|father|car[ ]owner|driver)) ]],
  "en_contact", [[ (?: contact | call | talk[ ](?:to|with) | speak[ ](?:to|with) | consult
    (?:[ ]with)? ) [ ] <who> ]],
  "en_topic", [[ (?: this | that | it | the | my | your | its | of | and | for | to | with | use
    | using | collection | collecting
    | sharing | provision | processing | storage | personal | information | info | data
    | contact | details | phone | number | terms
    | consultation | call | request | you | contacting | calling | talking | speaking
    | consulting | <who> ) <e> ]],
  "en_yes", [[ <b> (?: yes | yeah | yep | yup | yea | yess+ | sure | sure[ ]thing | ok | okay
    | okey | of[ ]course | absolutely | certainly | definitely | by[ ]all[ ]means | alright
    | all[ ]right ) <e> ]],
  "en_strong", [[ <b> (?:
      (?:(?:i|we)[ ])? (?:(?:do|fully|hereby|totally|completely|gladly)[ ])* (?: agree | consent
      | accept | approve | allow[ ](?:it|this|that)
      | give[ ](?:you[ ])?(?:my[ ])?(?:consent|permission) )
        (?:[ ](?: to | with ) (?:[ ]<en_topic>)+ )?
      | i[ ]do | (?:absolutely|perfectly|totally)[ ]fine | agreed | approved | consent[ ]given
      | you[ ]have[ ]my[ ](?:full[ ])?(?:consent|permission|agreement|approval)
      | permission[ ]granted
      | (?: go[ ](?:right[ ])?ahead (?:[ ]and[ ]<en_contact>)?
      | (?:please[ ])?feel[ ]free[ ]to[ ]<en_contact>
      | (?:please[ ])(?:proceed|do|do[ ]so|do[ ]it|continue|contact[ ]<who>|call[ ]<who>)
      | proceed | carry[ ]on )
      | (?: that'?s? | that[ ]is | this[ ]is | it'?s | it[ ]is | thats | sounds
      | all ) [ ] (?:(?:totally|perfectly|completely|absolutely)[ ])? (?: fine | ok | okay | good
      | alright ) (?:[ ](?:with|by)[ ]me)?
      | (?:you|u)[ ](?:can|may)(?:[ ](?: proceed | go[ ]ahead | do[ ](?:it|that|so)
      | <en_contact> ))?
      | i(?:'m|[ ]am|m)[ ](?:totally[ ])?(?:fine|ok|okay|good|happy)[ ]with[ ](?:it|that|this)
      ) <e> ]],
  "en_aid", [[ <b> (?: please | pls | plz | thanks | thank[ ]you(?:[ ]very[ ]much|[ ]so[ ]much)?
    | no[ ]problem ) <e> ]],
  "en_hello", [[ <b> (?: hi | hello ) <e> ]],
  "zh_yes", [[ 好的? | 好[啊呀] | 是的? | 行 | 可以的? | 嗯+ | 对 | 當然 | 当然 | 没问题 | 沒問題 | ok的? ]],
  "zh_strong", [[ (?:我(?:们|們)?|本人)? (?:完全)? (?:同意|愿意|願意|允许|允許) 的? | 当然可以 | 當然可以
    | (?:我(?:们|們)?|本人)?(?:完全)?同意 (?: 收集|使用|提供|处理|處理|联系|聯繫|和|及|与|並|并|以及
      |我的?|本人的?|个人|個人|信息|资料|資料|数据|电话|電話|乘客
      |他|她|对方|沟通 )+
    | 可以(?:联系|聯繫|聯絡|联络|打给|打電話給|和|跟)(?:他|她|他们|我(?:先生|丈夫|老公|太太|老婆|妻子|朋友))(?:联系|聯繫|谈|談|沟通)?
    | 我同意(?:你们|您们|你)?(?:联系|聯繫|聯絡|联络|和|跟)(?:他|她|我(?:先生|丈夫|老公|太太|老婆|妻子|朋友))(?:联系|聯繫|谈|談|沟通|通话)?
    | 请(?:继续|进行|联系他|联系她) | 請(?:繼續|進行) | 好的?可以 ]],
  "zh_contact", [[ (?:你们|你們|您|你)?(?:可以|请|請|就)?(?:直接)?(?:联系|聯繫|聯絡|联络|打给|打電話給|找)(?:他|她|他们|乘客|车主|車主
    |我(?:先生|丈夫|老公|太太|老婆|妻子|朋友|妈妈|爸爸|儿子|女儿|同事))(?:吧|就行|就可以|好了)? ]],
  "zh_aid", [[ 谢谢你?您? | 謝謝你?您? | 麻烦了 | 麻煩了 | 拜托了 ]],
  "ja_yes", [[ はい | はーい | ええ | うん | もちろん(?:です)? | オッケー | オーケー | オケ | ok(?:です)? ]],
  "ja_strong", [[
    (?:私は)? (?:同意|承諾|許可|承認) (?:し|いたし|致し) (?:ます) | 同意です | いいですよ | 良いですよ | どうぞ
    | (?:よろしく)?お願い(?:します|いたします|致します) | よろしくお願いします
    | 進めて(?:ください|下さい|大丈夫です|いいです(?:よ)?|構いません|もらって大丈夫です)
    | (?:夫|妻|友達|友人|彼|彼女|主人|乗客|本人)(?:に|と)(?:連絡|話|電話|相談)して(?:ください|下さい|もいいです(?:よ)?|も大丈夫です|も構いません) ]],
  "ja_allow", [[ (?:(?:夫|妻|友達|友人|彼|彼女|主人|乗客|本人)(?:に|と))?(?:ご?連絡|お?電話|お?話|ご?相談)(?:を)?
    (?:して|していただいて|してもらって|いただいて)も?(?:大丈夫です|構いません|かまいません|いいです|結構です|問題ありません)(?:よ)? ]],
  "ja_fine", [[ 大丈夫です(?:よ)? | 構いません(?:よ)? | かまいません | 問題ありません | 問題ないです | いいです(?:よ)? ]],
  "ja_aid", [[ ありがとう(?:ございます)? | わかりました | 分かりました | 承知しました | 了解です | 了解しました ]],
  "vi_yes", [[ (?<!\p{Latin}) (?: dạ[ ]vâng | vâng[ ]dạ | vâng | dạ[ ]được | dạ[ ]có | có
    | có[ ]được | được | ừ+ | uh | vang | da[ ]vang | tất[ ]nhiên(?:[ ]rồi)?
    | chắc[ ]chắn(?:[ ]rồi)? | dạ[ ]ok | ok ) (?:[ ](?:ạ|a|nhé|nha|em|anh|chị))* (?!\p{Latin}) ]],
  "vi_strong", [[ (?<!\p{Latin}) (?: (?:dạ[ ])? (?:(?:tôi|em|anh|chị|mình|con|toi)[ ])?
    (?:hoàn[ ]toàn[ ])? (?: đồng[ ]ý
    | dong[ ]y | cho[ ]phép
    | chấp[ ]nhận ) (?:[ ](?:cho|với|việc|thu|thập|sử|dụng|thông|tin|cá|nhân|của
      |tôi|liên|hệ|và|cung|cấp|điều|khoản|này|gọi|chị|anh|ấy))*
    | (?:anh|chị|em|bạn)?[ ]?cứ[ ](?:làm|tiếp[ ]tục|liên[ ]hệ|gọi)(?:[ ]đi)? ) (?:[ ](?:ạ|a|nhé
    |nha))* (?!\p{Latin}) ]],
  "vi_contact", [[ (?<!\p{Latin}) (?:(?:anh|chị|em|bạn)[ ])?cứ[ ](?:gọi|liên[ ]hệ)
    (?:[ ]điện)?(?:[ ](?:cho|với))?
    (?:[ ](?:anh|chị|em|ông|bà|cô|bạn|chồng|vợ)(?:[ ](?:ấy|tôi|em|anh))?)?
    (?:[ ](?:ạ|nhé|nha|đi))* (?!\p{Latin}) ]],
  "vi_aid", [[ (?<!\p{Latin}) (?: cảm[ ]ơn(?:[ ](?:anh|chị|em|bạn|nhiều))* | dạ
    | cam[ ]on ) (?:[ ]ạ)? (?!\p{Latin}) ]],
  "any_yes", [[ <yes> | <en_yes> | <zh_yes> | <ja_yes> | <vi_yes> ]],
})

local M = {}

grammar.define(pieces, {
  "prelude", [[ <gap> | <sigh> | <any_yes> | <mild> | <thanks> | <hello> | <heard> | <its_me>
    | <regards>
    | <phone> | <since> | <fine> | <reason> | <name>
    | <en_aid> | <en_hello> | <zh_aid> | <ja_aid> | <ja_fine> | <vi_aid> ]],
  "sequel", [[ <gap> | <any_yes> | <thanks> | <heard> | <regards> | <phone> | <agree>
    | <proceed> | <good>
    | <aid> | <fine> | <since> | <reason> | <name> | <with> 요 | [돼되]<yo> | 됩<nida> | 💕
    | (?:상담[사원]|선생)님
    | [😊🙂😀😃😄😁☺😉🥰🤗🙏] | <en_strong> | <en_aid> | <zh_strong> | <zh_aid> | <zh_contact>
    | <ja_strong> | <ja_allow> | <ja_fine>
    | <vi_contact> | <ja_aid> | <vi_strong> | <vi_aid> ]],
})

-- A yes with its own predicate, and what may stand beside it.
M.strong = grammar.compile(pieces, [[
  \A <prelude>*?
  ( <any_yes> <gap>* <self>? (?:<fine>|[돼되]<yo>|됩<nida>|[돼되]죠|<mild>) | <agree> | <proceed>
    | <good> | <en_strong> | <zh_strong> | <ja_strong> | <vi_strong>
    | <ja_allow> | <any_yes> <gap>* (?:<zh_contact>|<vi_contact>) | <any_yes> <gap>* <ja_fine>
    | <any_yes> <gap>* <mild> | <any_yes> <gap>* <contact>
    | <since> <gap>* <aid> | (?: <fine> | <mild> ) <gap>* <contact> )
  <sequel>* \z ]])

-- The same with facts before or behind it, and a predicate that names what is agreed to.
M.told = grammar.compile(pieces, [[
  \A <prelude>*? (?: (?: <fact> | <plea> ) <gap>* <prelude>*? | <contact> <gap>* ){0,3}?
  ( <agree> | <permit> | <any_yes> <gap>* (?: <go_on> | <fine> | [돼되]<yo> | 됩<nida> | [돼되]죠 )
  | (?: <any_yes> | <mild> | <good> | <fine> ) (?:<gap>|ㄱㄱ+)* <contact> | <since> <gap>* <aid> )
  <sequel>* (?: (?: <afterwards> | <plea> ) (?: <gap> | <thanks> | <regards>
  | <phone> | <name>
    | <any_yes> | <agree> | <permit> | <aid> )* ){0,4} \z ]])

-- Beside a yes in another language: what doubts, limits, puts off, asks or reports.
M.foreign_doubt = grammar.compile(pieces, [[
  <b> (?: if | unless | but | except | only | until | later | tomorrow | tonight | maybe
  | perhaps | not[ ]sure | think[ ]about
    | think | guess | suppose | however | though | although | when | once | after | before
    | do[ ]not | don'?t | cannot | can'?t
    | won'?t | never | no | nope | nothing | stop | wait | why | what | how | who | should
    | would | could | might | promise | jok\w+
    | kidding | says? | said | told | agree\w* | consent\w* | yet | first | instead | without
    | forced? | whatever | just ) <e> | [?？"]
  | 但 | 如果 | 不 | 要是 | 除了 | 只 | 先 | 等 | 可能 | 也许 | 吗 | 嗎 | 没 | 沒 | 别 | 別 | 算了 | 玩笑 | 同意 | 说 | 說
  | 才 | 再
  | が、 | けど | でも | ただ | もし | たら | なら | れば | だけ | 以外 | まだ | あとで | 後で | かも | たぶん | (?<!す[みい])ません
  | ない | か \z | 冗談 | 同意 | だって | って言 | と言
  | (?<!\p{Latin}) (?: nhưng | nếu | chỉ | không | chưa | sau | để | đùa | nói | đồng[ ]ý
  | bảo ) (?!\p{Latin}) ]])

-- Nothing but a bare yes, with thanks or a number.
M.bare = grammar.compile(pieces, [[
  \A <calm>* ( <any_yes> ) (?: <calm> | <any_yes> | <thanks> | <en_aid> | <zh_aid> | <ja_aid>
    | <vi_aid> | [😊🙂😀😃😄😁☺😉🥰🤗🙏] )* \z ]])

-- To "is it so?", that it is so is a yes as well.
M.so = grammar.compile(pieces, [[
  \A (?: <gap> | <sigh> | <any_yes> | <mild> | <hello> | <self> )*? ( <its_me> | 그렇<seup>
    | 그런데<yo> | <any_yes> <gap>* 그런데<yo> )
  (?: <gap> | <any_yes> | <its_me> | <thanks> | <regards> | <agree> | <proceed> )* \z ]])

return M
