-- Short answers in English, Chinese, Japanese and Vietnamese: the whole text, without blanks.

local import, pattern = import, pattern
local _ENV <const> = {}

local W = import "assent/understand/words"
local any = W.any

local info = "(?:to(?:that|this|it|the)?(?:consultation|call|collection|"
  .. "terms|collectionanduse|useandcollection|processing|use|" .. "sharing|collectionof|useof|"
 .. "sharingof|processingof|collectionanduseof|"
    .. "collection,useof)?(?:my|the)?(?:personal)?(?:information|" .. "data|info|details)?)"

local kin = "(?:my|him|her|them|the)?"
 .. "(?:husband|wife|mother|mom|father|dad|son|daughter|brother|"
    .. "sister|friend|colleague|passenger|owner)?"
local english_yes = any [[
  yes yess+ yea yeah+ yep yeps yup ya sure surething ok okay okey okie okok alright allright
  absolutely definitely certainly ofcourse iagree ido iconsent iaccept iapprove iamokwithit
  i['’]?mokwiththat i['’]?mokaywiththat i['’]?mfinewiththat agreed agree consent goahead
  pleasegoahead pleasedo pleaseproceed proceed youcan youmay youcanproceed youmayproceed
  youcangoahead youcantalktohim youcantalktoher youmaytalktohim youmaytalktoher youhavemyconsent
  youhavemypermission noproblem notaproblem noproblematall that['’]?sfine thatisfine that['’]?sok
  that['’]?sokay thatisok thatisokay it['’]?sfine it['’]?sok it['’]?sokay itisok itisfine
  soundsgood finebyme finewithme okwithme okaywithme withpleasure ifully(agree|consent)
  i(agree|consent|amhappy)to(this|that|it) igivemyconsent igivemypermission igivepermission
  igiveyoumyconsent ihavenoproblemwith(that|it) ihavenoobjections? noobjections?
]]
local english = "(?:" .. english_yes .. "|(?:yes,?)?i(?:do)?(?:fully)?(?:agree|consent)" .. info
  .. "?|(?:yes,?)?you(?:can|may)(?:talk|speak)(?:to|with)" .. kin .. ")"
local english_beside = any [[
  withme byme please thanks thankyou thankyouverymuch thankyousomuch thx sir ma['’]?am hello hi
]]

local chinese = any [[
  好 好的 好啊 好呀 好吧? 可以 可以的 可以呀 同意 我同意 同意的 我同意了 是 是的 行 行的 行啊 没问题 沒問題 没有问题 当然 當然 当然可以 當然可以 愿意 我愿意 没意见
  我没意见 请继续 请进行 允许 接受 我接受 完全同意 嗯，?同意
]]
local japanese = any [[
  はい はーい はいはい? ええ うん うんうん いいよ いいですよ ok 同意します 同意する 同意致します 同意いたします 承諾します (了解です|わかりました|承知しました)、?同意します
  了承します 了承しました 構いません かまいません 問題ありません 問題ないです もちろん もちろんです もちろんいいですよ 大丈夫です、同意します 進めてください お進めください 賛成です
  はい、大丈夫です はい大丈夫です はい、いいです はい、構いません はい、お願いします はいお願いします お願いします、同意します オッケー オーケー オッケーです はい、そうしてください
]]
local japanese_beside = any "お願いします おねがいします よろしくお願いします よろしくおねがいします ありがとう ありがとうございます どうぞ"
local vietnamese = any [[
  vâng vang dạ da dạvâng davang vângạ dạđược được duoc đượcạ đượcchứ đồngý dongy tôiđồngý toidongy
  emđồngý mìnhđồngý anhđồngý chịđồngý cháuđồngý conđồngý đồngýạ tôiđồngýạ emđồngýạ hoàntoànđồngý
  tôihoàntoànđồngý có có,tôiđồngý cóạ vâng,được dạđượcạ ừ ừm? okạ okđồngý okem tôichấpnhận
  chấpnhận chophép tôichophép nhấttrí
]]
local thanks = any "谢谢 謝謝 多谢 cảmơn cámơn camon cảmơnbạn cảmơnạ ạ nhé nha"

local english_no = "(?:" .. any [[
  no noo+ nope nop nah nay noway nothanks nothankyou nothx never neverever absolutelynot
  definitelynot certainlynot ofcoursenot notatall notok notokay notallowed
  (i['’]?m|iam)notok(ay)?withthat idon['’]?tagree idonotagree idon['’]?tconsent idonotconsent
  irefuse irefuseto(this|that)? idecline ideny iobject idisagree i['’]?mnotok iamnotok
  idon['’]?twantto idonotwantto idon['’]?twantthat idonotwantthat idon['’]?twantthis
  idon['’]?twantit idonotwantit idonotwantthis i['’]?drathernot iwouldrathernot pleasedon['’]?t
  pleasedonot don['’]?t donot don['’]?tdothat don['’]?tdoit donotdothat notinterested
  i['’]?mnotinterested stop stopit disagree refuse refused idonotgivemyconsent
  idon['’]?tgivemyconsent idonotgivepermission idon['’]?tgivepermission icannotagree
  ican['’]?tagree icannotconsent ican['’]?tconsent youcan['’]?t youcannot youmaynot
  idon['’]?tthinkso
]] .. "|(?:please)?(?:don['’]?t|donot)(?:call|contact|talkto)(?:anyone|me|" .. kin .. "))"
local english_no_beside = any [[
  thanks thankyou sorry please sir ma['’]?am i['’]?msorry to(?:that|this|it) withthat withthis
]]
local chinese_no = any [[
  不 不行 不要 不可以 不同意 我不同意 不用 不用了 不需要 不必 不必了 拒绝 拒絕 我拒绝 不愿意 我不愿意 不想 我不想 不了 别 别这样 不能 不接受 我不接受 反对 我反对 不好
  不允许 绝对不行 不是
]]
local japanese_no = any [[
  いいえ いえ いや いやです 嫌です 嫌だ いやだ だめ だめです ダメ ダメです 駄目です 同意しません 同意できません 同意しない お断りします 断ります お断りいたします 拒否します
  (いえ|いいえ|いや)、?大丈夫です 結構です けっこうです やめてください しないでください 反対です 困ります 無理です 無理 承諾しません いりません 必要ありません 遠慮します
  遠慮しておきます
]]
local vietnamese_no = any [[
  không khong khôngạ dạkhông dakhong khôngđồngý khongdongy tôikhôngđồngý toikhongdongy
  emkhôngđồngý khôngđược khongduoc từchối tuchoi tôitừchối khôngmuốn tôikhôngmuốn khôngcần
  khôngcầnđâu khôngthích đừng đừnglàmvậy tôiphảnđối phảnđối không,cảmơn khôngbaogiờ
]]

local sep = W.sep
local function all(first, beside)
  return "(?:" .. beside .. sep .. ")*" .. first .. "(?:" .. sep .. "(?:" .. first .. "|"
    .. beside .. "))*"
end

local P = {}
P.yes = pattern("\\A" .. sep .. "(?:" .. all(english, english_beside) .. "|"
  .. all(chinese, thanks) .. "|" .. all(japanese, japanese_beside)
  .. "|" .. all(vietnamese, thanks) .. ")[。!.~👍]*\\z")
P.no = pattern("\\A" .. sep .. "(?:" .. all(english_no, english_no_beside) .. "|"
  .. all(chinese_no, thanks) .. "|" .. all(japanese_no,
  any "すみません すいません ごめんなさい 申し訳ありません 申し訳ありませんが すみませんが ちょっと") .. "|" .. all(vietnamese_no, thanks)
    .. ")[。!.~]*\\z")

return P
