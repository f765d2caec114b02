-- The grammar of a clear, unconditional yes (design.md §5). Every letter of the text must find its
-- place in it: what is not foreseen here (a condition, a question, a "but", a name) is no yes.

local import, pattern = import, pattern
local _ENV <const> = {}

local W = import "assent/understand/words"
local any = W.any

-- ---- words that say yes by themselves ----

local short = any [[
  네{1,3} 네에++ 넵{1,3} 네넵 넵넵 네넹 넵네 네넴 넹++ 넴 녭 녜++ 냅 네엡 네엥 넵요 예{1,3} 예에++ 옙++ 엡 옛 예입 옙옙 응{1,3} 웅++ 엉
  ㅇㅇ++ ㅇㅋ(ㅇㅋ)* ㅇㅋㄷㅋ ㅇㅋㅇ ㅇㅋ요 ㅇㄷㅇ 오케이Y? 오케 오켕 오케바리 오키 오키요 오키오키 오키도키 옥케이 오케이오케이 콜 콜콜 콜이Y 예스 예썰 옛썰 넵예
]]
local sure = any [[
  그래 그래Y 그래그래 그려 그려Y 그류 그럼Y 그럼그럼 그럼은Y 암Y 암만Y 하모 하모Y 물론 물론Y 물론이죠 물론이지 물론이지Y 물론입D 물론이에Y 물론이고말고Y 당연하죠
  당연하지 당연하지Y 당연합D 당연한거죠 당연히Y 당근이죠 당근이지 당근입D 오냐 그러세Y 그러셈 그러십시오 그러십쇼 그러시죠 그러시지Y 그러셔Y 그러셔 그러이소 그라이소
  그라입시더 그카이소 그러소 그러자 하이소 허이소 허세Y 그라세Y 그르세Y 그러도록하세Y 그러죠 그러지Y 그럽시다 그럽시더 얼마든지 얼마든지Y 얼마든지하세Y 좋아 좋아Y 좋M
  좋지Y 좋죠 좋소 조아Y 죠아Y 조씀니다 찬성 찬성Y 찬성입D 찬성이에Y 오키입D 오케이입D
]]
local sign = any "👍++ 👌++ 🙆[♀♂]? ✅ ⭕ 🆗 ✔ ☑ 💯 🙋[♀♂]?"

-- ---- sentences that consent ----

-- What may stand before the verb; nothing of this limits.
local fully = any [[
  당연히 물론 전적으로 흔쾌히 기꺼이 모두 전부 다 모든내용에 모든사항에 위내용에 위에 위사항에 위의내용에 해당내용에 말씀하신내용에 말씀하신대로 말씀하신것에 말씀하신거에
  안내하신내용에 안내받은내용에 그내용에 그것에 거기에 여기에 이에 정말 진짜 완전 적극 무조건 100% 확실히 분명히 바로 지금바로 얼른 빨리 편하게 편히 잘 꼭 충분히
  언제든 언제든지 직접 대신 그렇게 그리 그대로 이대로 계속 자세히 제대로 저대신 제대신 저를대신해 저를대신해서 저대신에 같이 함께 서로
]]
local noun = "(?:" .. any "동의 동이 동으 동희 둥의 ㄷㅇ 승인 수락 승낙 허락 허용 허가 찬성 오케이 위임" .. any "을 를" .. "?)"
local consents = "(?:" .. noun .. "{1,2}" .. any [[
  합D 함니다 합네다 헙니다 헙니더 해Y 해욥 해 혀Y? 허Y 할G요 할G 할G여 할G용 할G유 할G욤 하께 하께Y 할끼예 할래Y 할래 하겠M 하겠어Y 하겠음 하겠다 한다 함
  함다 합니다아 하죠 하지Y 하고말고Y 하구말구Y 함당 하겠슴다 합미다 하겠나이다 드립D 드려Y 드릴G요 드릴G 드리겠M 드린다 드리죠 드립미다 드림 해드리겠M 해드릴G요
  해드립D 입D 이에Y 예Y 임 완료 완료입D 완료Y 할수있M 할수있어Y 하는바입D 하기로할G요 하기로하겠M 하는걸로할G요 하도록하겠M 하도록할G요
]] .. "|" .. any "맡길G요 맡기겠M 맡깁D 이의없M 이의없어Y 이의없음 이의없어" .. ")"
local consents_and = "(?:" .. noun .. any "하고 하고Y 하구Y 하구 하니 하니까 할테니 할테니까" .. "|"
  .. any "괜찮으니 괜찮으니까 상관없으니 상관없으니까 문제없으니 문제없으니까" .. ")"

local verb = any [[
  하 해주 진행하 진행해주 그러 상담하 상담해주 통화하 통화해주 통화해보 연락하 연락해주 연락해보 전화하 전화해주 전화해보 얘기하 얘기해주 얘기나누 이야기하 이야기해주
  이야기나누 말씀하 말씀나누 처리하 처리해주 대화하 대화나누 수집하 이용하 제공하 활용하 사용하 쓰 전달하 협의하 조율하 진행시키 위임하 걸 전화거
]]
local allowed = "(?:" .. verb .. any "셔도 시어도 셔두 시는거 시는것" .. "|"
  .. any [[
  해도 하여도 혀도 해두 그래도 진행해도 상담해도 통화해도 연락해도 연락줘도 전화해도 얘기해도 이야기해도 말해도 처리해도 써도 사용해도 이용해도 수집해도 제공해도 전달해도
  해줘도 진행해줘도 그렇게해도 진행하는거 진행하는것 상담하는거 상담하는것 통화하는거 통화하는것
]] .. ")"
local fine = any [[
  돼Y 되Y 되어Y 됩D 돼 되 됨 된다 됩미다 댑니다 됩니다요 됩니다아 되지Y 되죠 돼죠 되고말고Y 괜찮아Y 괜찮M 괜찮아 갠찮아Y 괜찬아Y 괜찬M 괜찮지Y 괜찮죠 괘안M
  괘안아Y 괜찮소 괜찮혀Y 좋아Y 좋M 좋아 좋죠 무방합D 무방해Y 상관없어Y 상관없M 상관없음 상관없어 문제없어Y 문제없M 문제없음 아무문제없M 아무문제없어Y 오케이
  오케이입D 오케이에Y ㅇㅋ 가능합D 가능해Y 가능 가능하세Y 전혀문제없M 전혀상관없M 허락합D 허락할G요 동의합D 동의해Y 동의할G요 동의 찬성입D 찬성이에Y
]]
local permits = allowed .. fine

-- An imperative of nothing but "do so" is a yes; one with an object ("남편이랑 통화하세요") needs a yes
-- before it, since it may be meant in place of what was asked.
local please = any [[
  세Y 십시오 십쇼 십시요 셔Y 셔 시지Y 시죠 시면됩D 시면돼Y 시면되Y 시면감사하겠M 시면고맙겠M 시면좋겠M 시면좋겠어Y 시길바랍D 시기바랍D 시기를바랍D 시도록하세Y
]]
local please_plain = any [[
  해 해Y 해줘 해줘Y 해라 하라 하이소 허이소 허세Y 해주이소 하소 해주소 합시다 합시더 ㄱㄱ ㄱㄱㄱ 고고 고고싱 하시라Y 해주세염 하자 해주삼 하쇼 하입시더 시켜 시켜Y
  시켜줘 시켜줘Y 하셈 하세염 해유 혀 혀Y 해봐 해봐Y 부탁 부탁Y 부탁해Y 부탁합D 부탁드립D 부탁드려Y 부탁드릴G요 부탁드리겠M 바랍D 바라Y 해주시길 부탁드리죠 가시죠
  가자 갑시다 가즈아
]]
local plain_verb = any "하 해주 진행하 진행해주 진행시켜주 진행 상담진행하 상담진행해주"
-- The one who speaks instead, named as such.
local by_other = W.somebody .. any "이 가 께서" .. any "대신" .. "?(?:"
  .. any "상담 상담을 통화 통화를 얘기 이야기 말 진행" .. any "해도 하셔도 받아도 받으셔도"
  .. ")" .. fine
local do_so = "(?:" .. any "그렇게 그리 그대로 이대로 말씀하신대로 안내하신대로 그래 그렇게들" .. any "진행 상담 상담진행 처리"
  .. "?" .. any "을 를" .. "?(?:"
  .. plain_verb .. "(?&please)" .. "|" .. "(?&plain)" .. ")" .. "|" .. any "얼른 바로 빨리 계속 편하게 어서 그냥바로"
    .. "?" .. any "진행 상담진행 진행을 상담진행을 상담을진행" .. "(?:" .. any "하 해주 시켜주" .. "(?&please)" .. "|"
    .. "(?&plain)" .. "))"
local talk = any [[
  통화 통화를 상담 상담을 연락 전화 얘기 이야기 말씀 대화 상담진행 통화진행 상담을진행 통화를진행
]]
local do_it = "(?:(?:" .. any "대신 직접 바로 지금 그냥바로 편하게 자세히 얼른 빨리 잘" .. ")*(?:" .. talk .. ")(?:"
  .. any "하 해주 해보 나누 나눠보 진행하"
  .. "(?&please)" .. "|" .. "(?&plain)" .. "))"
local with_whom = "(?:" .. W.somebody .. W.with .. any "도" .. "?" .. do_it .. ")"
local proceed = "(?:" .. any "상담 상담을 진행 상담진행 상담을진행 통화를진행 그렇게 이대로 얼른 빨리 바로" .. "*(?:"
  .. any "하 해주 진행하 진행해주"
  .. "(?&please)" .. "|" .. "(?&plain)" .. "))"
-- Wishes beside a consent.
local urge = "(?:(?&fully)" .. "|" .. any "좀" .. ")*" .. any "처리 진행 확인 해결 안내 답변 연락 전화 상담 조치 통화"
  .. any "을 를" .. "?(?:" .. any "하 해주 주 드려주"
  .. "(?&please)" .. "|" .. "(?&plain)" .. ")"

-- Whom and what it is about.
local scene = "(?:" .. W.somebody .. W.with .. "(?!" .. any "동의 허락 승낙 찬성 오케이" .. ")|" .. W.about
  .. "|" .. W.act .. W.object
  .. "?|(?&fully)|" .. any [[
  하는것 하는거 하는것에 하는것에대해 하는거에 하는데 하는데에 하시는것 하시는거 하시는것에 하시는거에 하시는데 하시는데에 하는것을 하시는것을 나누는것 나누는거 나누시는것에
  나누시는거 진행하는것에 진행하는거 진행하시는것에 진행하시는거 받는것 받는거 받는것에 하는걸 하시는걸 통해 통해서 쪽
]] .. ")"

-- Why, in words that promise nothing and demand nothing.
local because = "(?:" .. any [[
  제가 저는 전 내가 나는 난 지금 현재 운전 근무 회의 업무 일하는 이동 수업 출장 해외 병원 밖 바빠 바쁘 자세한 내용 상황 당시 그때 그날 사고당시 더 잘 제일 다 직접
  이미 실제로 저보다 차 차량 같이 옆에 대신 부른 호출한 신청한 예약한 불러준 불러드린 탄 이용한 결제한 사람 분 거 것 게 건 본인 대리 대리운전 기사님 카카오 카카오티
  을 를 은 는 이 가 에 에서 이라 의 도
]] .. "|" .. W.somebody .. ")*" .. any [[
  알고있으니 알고있으니까 알고있어서 알고계시니 알고계시니까 알고계세Y 알고있어Y 알아Y 압D 아니까 아시니까 아세Y 탔으니 탔으니까 탔어서 탔어Y 탔M 탔거든Y 타셨어Y
  타셨으니 타셨으니까 타셨거든Y 이용했어Y 이용했M 이용했으니까 불렀어Y 불렀M 불렀으니까 불렀고 불렀고Y 호출했어Y 호출했M 호출했고 바빠서 바쁘니 바쁘니까 바빠Y 바쁩D
  중이라 중이라서 중이에Y 중입D 중이니 중이니까 운전했어Y 운전했M 운전했으니까 있었어Y 있었으니까 맞아Y 맞M 맞고 맞고Y 맞구Y 맞으니까 맞으니
]]

local understood = "(?:" .. any "안내 안내내용 설명 내용 설명내용 말씀 공지 충분히 다 잘 모두 전부 네" .. "|(?&sep))*" .. any [[
  알겠M 알겠어Y 알겠어 알았어Y 알았M 알았어 잘알겠M 이해했M 이해했어Y 이해합D 확인했M 확인했어Y 확인했고 확인했고Y 확인하였M 확인 내용확인했M 내용확인했고 다읽었M
  읽었M 읽었어Y 읽었고 읽어봤고 읽어봤M 읽어봤어Y 다읽었어Y 다읽었고 다읽어봤고 잘읽었M 잘들었M 잘들었어Y 들었M 들었어Y 들었고 숙지했M 설명잘들었M 내용이해했M
  내용이해했고 접니다 저예Y 본인입D 본인이에Y 본인맞M 본인맞아Y 제가본인입D 본인이고 본인이고Y 맞아Y 맞M 맞고Y 맞고 맞구Y 저맞아Y 저맞M
]]
local pleased = any [[
  가능합D 가능해Y 가능하죠 가능하지Y 좋아Y 좋M 부탁드립D 부탁드려Y 부탁합D 부탁해Y 부탁드리겠M 부탁드릴G요 그러세Y 문제없어Y 문제없M 문제없죠
]]
-- Only right behind a yes: with "제가" before them they are what the person will do himself.
local short_form = any [[
  됩D 돼Y 되Y 합D 할G요 할G 하겠M 하죠 하지Y 진행 그렇게할G요 그렇게하겠M 그럴G요 그리할G요 그리하겠M 동의 동의Y 찬성 찬성Y 허락 승낙 그렇게 그렇게Y
]]
-- Beside thanks these are how one declines.
local no_matter = any [[
  괜찮아Y 괜찮음 괜찮M 괜찮지Y 괜찮죠 괜찮아 갠찮아Y 괜찬아Y 괜찬M 괘안M 괘안아Y 괜찮소 상관없어Y 상관없M 상관없음 상관없어 상관없지Y
]]

local define = W.define() .. "(?(DEFINE)"
  .. "(?<sign>" .. sign .. ")"
  .. "(?<sep>" .. W.sep .. ")"
  .. "(?<please>" .. please .. ")"
  .. "(?<plain>" .. please_plain .. ")"
  .. "(?<fully>" .. fully .. ")"
  .. "(?<pleased>" .. pleased .. ")"
  .. "(?<careless>" .. no_matter .. ")"
 .. "(?<yes>" .. W.start .. "(?:" .. short .. "|" .. sure
    .. "(?:(?<= )|(?![가-힣]))|(?&sign))(?!\\.?[0-9]))"
  .. "(?<scene>" .. scene .. ")"
  .. "(?<full>" .. W.person .. "?(?&scene){0,5}" .. W.person .. "?(?&scene){0,3}"
 .. "(?:" .. consents .. "|" .. permits .. "|" .. by_other .. ")|" .. W.person .. "?(?:" .. do_so
    .. "|" .. any "그래주 그러" .. any [[
  시면됩D 시면돼Y 시면되Y 시면감사하겠M 시면고맙겠M 시면감사하죠 시면감사합D 시길바랍D
]] .. "|" .. any "그래주세Y 그래주십시오 그래줘Y" .. ")|(?&joined)(?&sep)" .. W.number .. "|(?&joined)(?&sep)"
  .. proceed
  .. "|" .. any "문제없어Y 문제없M 문제될거없M 문제될거없어Y 문제될것없M 전혀문제없M 아무문제없M" .. ")"
  .. "(?<joined>" .. W.person .. "?(?&scene){0,4}" .. consents_and .. ")"
  .. "(?<because>" .. because .. ")(?<whom>" .. with_whom .. ")"
 .. "(?<beside>(?&because)|" .. understood .. "|" .. W.thanks .. "|" .. W.greeting .. "|"
    .. W.number
 .. "|" .. W.smile .. "|" .. W.sound .. "|(?&yes)(?&sep)" .. any "그럼 그러면" .. "|(?&whom)|" .. urge
    .. "|(?&pleased)|(?&careless))"
  .. ")"

local P = {}

-- Nothing but words that say yes. "아 네네" and 네네네네 are how one also says no; two dots hesitate.
P.bare = pattern("\\A(?!.*\\.\\.)(?!(?:아++|어++|에)(?&sep)(?:네{2,}|예{2,}))(?:" .. W.sound
  .. "(?&sep))?"
  .. "(?&yes)(?:(?&sep)(?:(?&yes)|" .. W.smile .. "))*(?&sep)\\z" .. define)

-- A yes and then a request, which alone might be meant in place of an answer.
P.asked = pattern("\\A(?:" .. W.sound .. "(?&sep))*(?&yes)(?&sep)(?:(?:(?&yes)|" .. W.sound
  .. "|(?&because))(?&sep))*"
 .. "(?:" .. W.person .. "?(?&scene){0,3}(?&pleased)|" .. short_form .. "(?![가-힣])|" .. W.person
    .. "?(?:(?&fully)|" .. W.about .. "|" .. W.somebody .. W.with .. "){0,3}"
  .. any "그럼 그러면" .. "?(?:(?&whom)|" .. proceed .. "))"
  .. "(?:(?&sep)(?:(?&yes)|(?&beside)))*(?&sep)\\z" .. define)
P.no_matter = pattern("\\A(?:" .. W.sound .. "(?&sep))*(?&yes)(?&sep)(?:(?&yes)(?&sep))*"
  .. W.person .. "?" .. any "전혀 다" .. "?(?&careless)"
  .. "(?:(?&sep)(?:(?&yes)|" .. W.smile .. "))*(?&sep)\\z" .. define)

-- At least one sentence that consents, and beside it what takes nothing away.
P.sentence = pattern("\\A(?&sep)(?:(?:(?&yes)|(?&beside)|(?&joined))(?&sep))*?"
  .. "(?:(?&full)|동의 ?(?&sep)(?:(?&sign)|o(?![a-z])))"
  .. "(?:(?&sep)(?:(?&full)|(?&yes)|(?&beside)))*(?&sep)\\z" .. define)

return P
