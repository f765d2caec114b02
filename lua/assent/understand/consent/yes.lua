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
    | 지<yo> | 죠 ) | (?: 무방 | 가능 ) (?: 합<nida> | 해<yo>? | 함 | 하지<yo> | 하죠 ) ) ]],
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
    | 해<edge> | 혀<yo>? | 햐<yo>? | 함[요]? | 하고<yo> | 하오 | 하마 | 하지<yo>? | 하죠 | 합시다 | 하고말고<yo>
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
  "since", [[ <before> <noun> (?:하니까?|하오니|하고|하구|하며|할테니|할테니까|해요니|했으니|하므로)<yo>?
    | 괜찮 (?:으니까?|응께|으니께) | 상관없으니까? | 좋으니까? | 문제없으니까? ]],
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
    | 해주십시오 | 해주이소 | 하시쇼 | 하시소 | 하셔유 ) | <how>? <ask> ]],
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
    | 엉+ | ㅇㅇ+ | 녱 | 옝 ) | <emoji> | <sure> ]=],
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
    (?: 알[겠겟] (?:<seup>|어<yo>|심더|슴다|구<yo>|고<yo>) | 알[았앗] (?:어<yo>?|<seup>|슈|으니까?<yo>?) | 알어<yo>
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
    | <go> | 하면됩<nida> | 하면[돼되]<yo> )? )? ]],
  "aid", [[ (?:빠른|신속한|조속한|원활한) (?: 처리 | 해결 | 조치 | 진행 | 상담 | 연락 ) <ask>
    | (?: 빨리 | 잘 | 얼른 | 바로 | 좀 | 어서 | 제발 | 꼭 | 조속히 | 신속히 | (?:연락|통화|전화|상담|확인)해서 )*
      (?: 처리 | 해결 | 조치 | 확인 ) (?:을|를|좀)* (?: <please> | <go> ) | <contact> ]],
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
  "gap", [=[ [ .,!~;:^()\-…。、，！·/+*=ㅋㅎㅠㅜ❤♥] ]=],
  "calm", [=[ [ ,!~^()。、！ㅎ] | (?<!\.)\.(?!\.) ]=], -- beside a bare yes: no "네…", no "네;;"
})

grammar.define(pieces, import "assent/understand/consent/beside")
grammar.define(pieces, import "assent/understand/consent/yes_foreign")

grammar.define(pieces, {
  "any_yes", [[ <yes> | <en_yes> | <zh_yes> | <ja_yes> | <vi_yes> ]],
  "prelude", [[ <gap> | <sigh> | <any_yes> | <mild> | <thanks> | <hello> | <heard> | <its_me>
    | <regards> | <phone> | <since> | <fine> | <reason> | <name>
    | <en_aid> | <en_hello> | <zh_aid> | <ja_aid> | <ja_fine> | <vi_aid> ]],
  "sequel", [[ <gap> | <any_yes> | <thanks> | <heard> | <regards> | <phone> | <agree>
    | <proceed> | <good>
    | <aid> | <fine> | <since> | <reason> | <name> | <with> 요 | [돼되]<yo> | 됩<nida> | 💕
    | (?:상담[사원]|선생)님
    | [😊🙂😀😃😄😁☺😉🥰🤗🙏] | <en_strong> | <en_aid> | <zh_strong> | <zh_aid> | <zh_contact>
    | <ja_strong> | <ja_allow> | <ja_fine> | <vi_contact> | <ja_aid> | <vi_strong> | <vi_aid> ]],
})

local M = {}

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
