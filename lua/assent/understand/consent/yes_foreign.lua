-- A yes in other languages, in the short forms of an answer; pieces of the grammar of yes.lua.

local _ENV <const> = {}

return {
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
}
