/* What assent check finds in flows, and why a deploy carries a case over or does not, in English as the code tells it: so
 * these are the texts of findings_add(), add_fault() and err_set() in src/; tests/suite-sentences holds both together. How Lua and its tables are written is told in English
 * alone (flows/README.md). */
#include "sentence_impl.h"

#include <stddef.h>

const struct sentence sentences_check[] = {

	/* ---- names and files ---- */
	{ "found.no_flow",
	  { "이런 이름의 흐름이 없습니다. {hint said}",
	    "there is no flow of this name: {hint said}" } },
	{ "found.folder",
	  { "'{name}': 흐름의 이름이 아니라 폴더입니다. 이렇게 적어 주세요: {command}",
	    "'{name}' is no flow's name but a folder: write {command}" } },
	{ "found.meant", { "혹시 '{name}'인가요?", "did you mean '{name}'?" } },
	{ "found.none_known", { "아는 것이 하나도 없습니다.", "none is known here" } },
	{ "found.known", { "있는 것: {names}", "known are {names}" } },
	{ "found.no_folder",
	  { "{dir}: {why}. 흐름의 폴더를 --flows나 설정의 \"flows\"로 알려 주시거나, assent new로 "
	    "시작해 주세요.",
	    "{dir}: {why}; name the folder of the flows with --flows, or as \"flows\" in the "
	    "configuration, or begin one with assent new" } },
	{ "found.empty_folder",
	  { "{dir}: 여기에는 흐름이 없습니다. 흐름은 flow.lua가 있는 폴더입니다. assent new로 "
	    "시작해 "
	    "주세요.",
	    "{dir}: no flow is here; a flow is a folder with a flow.lua: begin one with assent "
	    "new" } },
	{ "found.flow_name",
	  { "흐름의 폴더 이름에는 a-z, 0-9, _만 쓰고 {n}자까지 쓸 수 있습니다.",
	    "a flow's folder is named with a-z, 0-9 and _, at most {n}" } },
	{ "found.utf8",
	  { "파일을 NUL 바이트 없이 UTF-8로 저장해 주세요.",
	    "save the file as UTF-8, without NUL bytes" } },
	{ "found.no_phrase",
	  { "say.{name}: phrases/ko.lua에 없는 문구입니다. {hint said}",
	    "say.{name}: no such phrase in phrases/ko.lua: {hint said}" } },
	{ "found.legal_missing",
	  { "문구 '{notice}': legal.{item}: 빠졌습니다. 동의({kind}) 안내에 반드시 있어야 합니다 "
	    "({article article}: {demand demand}).",
	    "phrase '{notice}': legal.{item} is missing: a notice of {kind} must say it ({article "
	    "article}: {demand demand})" } },
	{ "found.not_deployed",
	  { "배포하지 않았습니다. 쓰던 것을 그대로 씁니다. 위의 오류를 고쳐 주세요.",
	    "nothing was deployed, and what is in force stays: mend the errors above" } },
	{ "found.changed_meanwhile",
	  { "{dir}: 검사하는 동안 바뀌었습니다. 다시 해 주세요.",
	    "{dir} was changed while it was being checked: do it again" } },

	/* ---- languages ---- */
	{ "found.of_phrase", { "문구 '{id}': {why sentence}", "phrase '{id}': {why sentence}" } },
	{ "found.word_untranslated",
	  { "words.{list}.{code}: 빠져 있어 한국어로 말하게 됩니다. 여기에 {code_too} = \"…\"라고 "
	    "적어 주세요. 한국어로는 \"{word}\"입니다.",
	    "words.{list}.{code} is missing, and would be said in Korean: write {code_too} = \"…\" "
	    "here, which is \"{word}\" in Korean" } },
	{ "found.phrase_missing",
	  { "문구 '{id}': 빠져 있어 한국어로 말하게 됩니다. {file}:{line}의 글을 옮겨 이 줄 위에 "
	    "적어 "
	    "주세요: {entry}",
	    "phrase '{id}' is missing, and would be said in Korean: translate {file}:{line} and "
	    "write above this line: {entry}" } },
	{ "found.phrase_unused",
	  { "문구 '{id}': 이대로는 쓸 수 없어 한국어로 말하게 됩니다. {file}:{line}의 글을 옮겨 이 "
	    "줄에 적어 주세요: {entry}",
	    "phrase '{id}' is not used as it is, and would be said in Korean: translate "
	    "{file}:{line} and write at this line: {entry}" } },
	{ "found.translates_old",
	  { "{was}판을 옮긴 글인데 한국어 문구는 {now}판입니다. 새로 옮기고 그 수를 적어 "
	    "주세요.",
	    "is a translation of version {was}, and the Korean phrase is of version "
	    "{now}: translate it anew and write that number" } },
	{ "found.not_in_korean", { "phrases/ko.lua에 없습니다.", "is not in phrases/ko.lua" } },
	{ "found.tells_more",
	  { "{name}: 한국어 문구에 없습니다. 옮긴 글은 더 많은 것을 말하지 않습니다.",
	    "{name} is not in the Korean phrase, and a translation tells nothing "
	    "more" } },
	{ "found.tells_less",
	  { "{name}: 한국어 문구에 있는데 빠졌습니다.",
	    "{name} of the Korean phrase is missing" } },
	{ "found.legal_less",
	  { "legal.{item}: 한국어 안내에 있는데 빠졌습니다.",
	    "legal.{item} of the Korean notice is missing" } },
	{ "found.legal_more",
	  { "legal.{item}: 한국어 안내에 없습니다. 어느 언어로든 같은 조건을 말해야 "
	    "합니다.",
	    "legal.{item} is not in the Korean notice: it must say the same terms "
	    "in every language" } },

	/* ---- what is on no path ---- */
	{ "found.line_unreached",
	  { "어느 길로도 이 줄에 오지 않습니다: 조건을 고치거나 줄을 지우세요.",
	    "no path comes to this line: mend its condition, or delete it" } },
	{ "found.lines_unreached",
	  { "어느 길로도 {from}행부터 {to}행까지는 오지 않습니다: 조건을 고치거나 줄을 지우세요.",
	    "no path comes to lines {from} to {to}: mend their condition, or delete them" } },
	{ "found.part_unreached",
	  { "이 줄의 일부는 어느 길에도 없습니다. 조건이 언제나 같습니다: 고치거나, 일어나지 않는 "
	    "것을 "
	    "지우세요.",
	    "a part of this line is on no path: its condition is always the same: mend it, or "
	    "delete what never happens" } },
	{ "found.way_unreached",
	  { "여기서 {line}행으로 가는 길이 없습니다. 조건이 언제나 같습니다: 고치거나 지우세요.",
	    "no path goes on from here to line {line}: the condition is always the same: mend it, "
	    "or delete it" } },
	{ "found.lines_untried",
	  { "해 보지 못함: {from}행부터 {to}행: case:now의 시각과 case:random의 수 가운데 해 본 "
	    "것으로는 어느 길도 "
	    "오지 않았습니다. 다른 시각이나 수에 오는지는 이 검사로 알 수 없습니다.",
	    "not tried: lines {from} to {to}: at no time of case:now and no draw of case:random "
	    "that was tried a path came to them; whether one does, this check cannot tell" } },
	{ "found.way_untried",
	  { "해 보지 못함: case:now의 시각과 case:random의 수 가운데 해 본 것으로는 이 조건이 "
	    "언제나 "
	    "같았습니다. 정말 언제나 같은지는 이 검사로 알 수 없습니다.",
	    "not tried: at each time of case:now and draw of case:random that was tried this "
	    "condition was the same; whether it always is, this check cannot tell" } },
	{ "found.twin_waits",
	  { "한 줄에 두 기다림이 있어 흐름이 어디에 있는지 알 수 없습니다: 한 줄에 하나씩 적어 "
	    "주세요. "
	    "그때까지 이 흐름은 따라가 보지 않습니다.",
	    "two waits stand on one line, and nobody could tell where the flow is: write each on a "
	    "line of its own; until then no path of this flow is followed" } },
	{ "found.field_unasked",
	  { "collects: '{field}' 값을 묻는 길이 없습니다: 쓰는 것만 모으세요 (가이드 1).",
	    "collects: '{field}' is asked for on no path: collect only what is used (guide 1)" } },
	{ "found.phrase_unsaid",
	  { "문구 '{id}': 어느 흐름의 어느 길에서도 말하지 않습니다: 쓰거나 지우세요.",
	    "phrase '{id}' is said on no path of any flow: use it, or delete it" } },
	{ "found.not_whole",
	  { "모든 길을 따라가 보지 못했습니다. 상태 {states}개를 보았고 더 남아 있어, 거기에 "
	    "무엇이 "
	    "있는지는 모릅니다. 변수를 줄이고 핸들러가 기다리는 횟수를 줄이면 길이 줄어듭니다. "
	    "--seconds로 시간을 더 줄 수도 있습니다.",
	    "not every path was followed: {states} states were met, and more were to go: what "
	    "stands on them is not known; fewer variables, and handlers that wait less often, make "
	    "fewer; --seconds gives it more time" } },

	/* ---- what goes wrong on a path ---- */
	{ "found.diverges",
	  { "다시 돌리면 전과 다른 일을 합니다({why said}): 흐름이 하는 일은 케이스와 받은 "
	    "답으로만 "
	    "정해져야 합니다.",
	    "replayed, the flow does something else than before ({why said}): what it does must "
	    "follow from the case and from its answers alone" } },
	{ "found.variables_differ", { "변수가 다름", "its variables differ" } },
	{ "found.not_agreed",
	  { "{purpose}(say.{phrase}), {party role}에게: 이 길에서는 아무도 동의하지 않았습니다: "
	    "{why "
	    "said}. 그 동의를 먼저 묻고, 동의한 길에서만 이어 가세요.",
	    "{purpose}(say.{phrase}) to {party who}: on this way nobody has agreed to it: {why "
	    "said}; ask for that consent first, and go on only where it was given" } },
	{ "found.unheard",
	  { "{kind}(say.{phrase}), {party role}에게: 어느 길에서도 말하지 않습니다. 그때마다 "
	    "막힙니다: {why said}. 더 일찍 말하거나, 동의를 다시 묻거나, 지우세요.",
	    "{kind}(say.{phrase}) to {party who} is said on no path: each time the gate blocks it: "
	    "{why said}; say it sooner, ask for the consent once more, or delete it" } },
	{ "found.not_caller",
	  { "consent(say.{phrase}): {party role}에게 묻고 있지만 호출자만 할 수 있는 동의입니다 "
	    "(policy.lua, consents.{kind}).",
	    "consent(say.{phrase}) is asked of {party who}: only the caller can give it "
	    "(policy.lua, consents.{kind})" } },
	{ "found.own_delegate",
	  { "consent(say.{phrase}): {party role:은/는} 위임받을 수 없습니다.",
	    "consent(say.{phrase}): {party who} cannot be the delegate" } },
	{ "found.member_asked",
	  { "consent(say.{phrase}): 회원에게 묻고 있지만 비회원에게만 필요한 동의입니다. "
	    "party.member가 "
	    "false일 때 물으세요.",
	    "consent(say.{phrase}) is asked of a member: it is needed of non-members only; ask "
	    "where party.member is false" } },
	{ "found.asked_again",
	  { "consent(say.{phrase}): {party role:이/가} 이미 한 동의를 다시 묻습니다.",
	    "consent(say.{phrase}) is asked of {party who}, who has given this consent already" } },
	{ "found.slips",
	  { "아무도 동의하지 않은 것을 엔진이 {party role}에게 말했습니다: 이 대화와 함께 알려 "
	    "주세요.",
	    "the engine let {party who} hear what nobody has agreed to: please report it with this "
	    "dialogue" } },
	{ "found.not_meant",
	  { "{kind}(say.{phrase}), {party role}에게: 이분에게 할 말이 아닙니다 (문구의 `to`).",
	    "{kind}(say.{phrase}) to {party who}, and it is not meant for this party (its "
	    "`to`)" } },
	{ "found.after_no",
	  { "{kind}(say.{phrase}), {party role}에게: 이 길에서 say.{asked}({line}행)에 네라고 하지 "
	    "않은 "
	    "분입니다: 끝내거나 다시 물으세요.",
	    "{kind}(say.{phrase}) to {party who}, who has not said yes to say.{asked} (line "
	    "{line}) on this way: close, or ask again" } },
	{ "found.renewed_after_no",
	  { "say.{asked}에 네라고 하지 않은 분({party role})에게, 그 사이 법정 항목이 바뀌면 "
	    "consent(say.{phrase})를 다시 묻게 됩니다: 끝내거나, 다시 묻지 않는 "
	    "case:whenever(\"notice_changed\", …)를 두세요.",
	    "{party who}, who has not said yes to say.{asked}, is asked once more for "
	    "consent(say.{phrase}) if its notice changes in law meanwhile: close, or add "
	    "case:whenever(\"notice_changed\", …) that does not ask" } },
	{ "found.grows",
	  { "이 기다림에 거듭 오지만 상태가 한 번도 같지 않습니다: {why said}. 그래서 모든 길을 "
	    "따라가 "
	    "볼 수 없습니다: 몇 번까지만 세고, 그다음에는 케이스를 끝내세요.",
	    "this wait is come to again and again, and never in an equal state: {why said}; so not "
	    "every path can be followed: count up to a limit, and close the case behind it" } },
	{ "found.variable_grows",
	  { "변수 '{name}' 값이 올 때마다 다릅니다({was}, 다음에 {now})",
	    "variable '{name}' is another each time ({was}, then {now})" } },
	{ "found.number_grows",
	  { "흐름이 지닌 수가 올 때마다 다릅니다",
	    "a number that it keeps is another each time" } },
	{ "found.for_ever",
	  { "아무도 답하지 않으면 여기서 끝없이 다시 기다립니다: 세어 보고 케이스를 끝내세요.",
	    "while nobody answers the flow waits again and again from here, for ever: count, and "
	    "close the case" } },
	{ "found.no_end",
	  { "여기서는 어떤 답으로도, 기다리는 시간이 지나도 case:close에 이르지 못합니다: 이 "
	    "기다림에서 "
	    "나가는 길을 만드세요.",
	    "from here no answer and no time limit leads to case:close: give this wait a way "
	    "out" } },
	{ "found.unread",
	  { "{kind}(say.{phrase}): 답이 네인지({field}) 흐름이 한 번도 보지 않습니다. 아니요라고 "
	    "해도 "
	    "같은 일을 합니다.",
	    "{kind}(say.{phrase}): the flow never looks whether the answer was a yes ({field}): so "
	    "it does the same after a no" } },
	{ "found.no_withdrawal",
	  { "동의를 묻지만 철회하면 아무것도 하지 않습니다: case:whenever(\"withdrawal\", …)를 "
	    "넣으세요 (개인정보 보호법 제38조 제4항).",
	    "asks for consents, and does nothing when one is taken back: add "
	    "case:whenever(\"withdrawal\", …) (Personal Information Protection Act, article "
	    "38(4))" } },
	{ "found.no_source",
	  { "정보를 어디서 알았는지 물어도 아무것도 하지 않습니다: "
	    "case:whenever(\"source_complaint\", "
	    "…)를 넣으세요 (가이드 3, 제20조).",
	    "does nothing when somebody asks where his data is from: add "
	    "case:whenever(\"source_complaint\", …) (guide 3, article 20)" } },
	{ "found.field_unused",
	  { "'{field}' 값을 묻지만 어느 길에서도 {party role}에게 연락하지 않습니다: 쓰는 것만 "
	    "모으세요 "
	    "(가이드 1).",
	    "'{field}' is asked for, and on no path anybody speaks to {party who}: collect only "
	    "what is used (guide 1)" } },

	/* ---- what changed in law ---- */
	{ "found.raise_version",
	  { "{notice}: version을 올려 주세요: 항목 {items}의 내용이 바뀌었습니다 (version = {n}). "
	    "오타만 고친 것이라면 전의 글을 mends에 적어 두세요: 그러면 다시 묻지 않습니다.",
	    "{notice}: raise version: item {items} changed (version = {n}). If only a typo was "
	    "mended, keep the words before as its mends: then nobody is asked again." } },
	{ "found.notice_gone",
	  { "{notice}: 없어진 안내입니다. 이 안내로 받은 동의는 {kind} 종류의 다른 안내와 "
	    "견줍니다.",
	    "{notice}: this notice is gone: consents given to it are held against the other "
	    "notices of kind {kind}" } },
	{ "found.since_hash",
	  { "--since {hash}…: 판의 해시입니다. 그 판이 있는 데이터 폴더를 --data로 알려 "
	    "주세요.",
	    "--since {hash}…: a bundle is named by its hash: name the data directory that holds it "
	    "with --data" } },
	{ "found.since_nothing",
	  { "--since {name}: 흐름의 폴더도 아니고 판의 해시 전체({n}자)도 아닙니다.",
	    "--since {name}: neither a directory of flows, nor the whole hash of a bundle, which "
	    "has {n} digits" } },

	/* ---- what becomes of an open case at a deploy, and why ---- */
	{ "verdict.law",
	  { "phrases/ko.lua: 법정 내용이 바뀌었습니다: {notices}: {then said}",
	    "phrases/ko.lua: changed in law: {notices}: {then said}" } },
	{ "verdict.asked_again",
	  { "동의한 분께 새 판으로 다시 묻습니다",
	    "who agreed is asked again, on the new bundle" } },
	{ "verdict.ends",
	  { "흐름이 새 판에서 이어지지 않아, 받은 동의는 끝나고 아무에게도 다시 물을 수 "
	    "없습니다: "
	    "끝내고 새 케이스를 여세요",
	    "what was agreed ends, and nobody can be asked again, since its flow does not go on "
	    "there: close it and open a new case" } },
	{ "verdict.not_asked_on",
	  { "흐름이 새 판에서 이어지지 않아, 지금 묻고 있는 분께 더 물을 수 없습니다: 끝내고 새 "
	    "케이스를 여세요",
	    "who is being asked cannot be asked on, since its flow does not go on there: close it "
	    "and open a new case" } },
	{ "verdict.neither",
	  { "자기 판으로 이어 갈 수 없습니다: {own said}. 새 판으로도 이어 갈 수 없습니다: {new "
	    "said}",
	    "it cannot go on with its own bundle: {own said}; nor with the new one: {new said}" } },
	{ "verdict.law_changed",
	  { "안내의 법정 내용이 바뀌었습니다", "a notice has changed in law" } },
	{ "verdict.stops",
	  { "{why said}. 그리고 법정 내용이 바뀐 안내의 동의를 물을 때 멈춥니다",
	    "{why said}; and it stops when it asks for a consent whose notice has changed in "
	    "law" } },
	{ "verdict.no_flow",
	  { "이 흐름은 배포하는 것에 없습니다", "its flow is not among those deployed" } },
	{ "verdict.diverged",
	  { "{n}단계에서 갈라집니다: 기록은 {recorded}, 지금 흐름은 {does}",
	    "diverged at step {n}: recorded was {recorded}, the flow now does {does}" } },
	{ "verdict.diverged_behind",
	  { "갈라집니다: 기록에는 더 없는데 지금 흐름은 {does}",
	    "diverged: recorded was nothing more, the flow now does {does}" } },
	{ "verdict.phrase_gone",
	  { "{file}:{line}: 지금 말하거나 묻고 있는 문구 '{id}': phrases/ko.lua에 없거나 다른 "
	    "종류입니다",
	    "{file}:{line}: phrase '{id}', which is being said or asked, is gone from "
	    "phrases/ko.lua or of another kind there" } },
	{ "verdict.field_gone",
	  { "{file}:{line}: 지금 묻고 있는 '{field}' 값이 collects에 없습니다",
	    "{file}:{line}: field '{field}', which is being asked for, is not declared in collects "
	    "any more" } },
	{ "verdict.not_allowed",
	  { "policy.lua: {n}단계({file}:{line}): 새 판에서는 할 수 없습니다: {why said}",
	    "policy.lua: step {n} ({file}:{line}) is not allowed there: {why said}" } },
	{ "verdict.gate",
	  { "policy.lua: {party role}에게 {what said}: 새 판에서는 답이 다릅니다 ({is answer}, "
	    "전에는 "
	    "{was answer})",
	    "policy.lua: whether {party who} {what said} is answered otherwise there ({is answer}, "
	    "was {was answer})" } },
	{ "gate_act.public", { "공개된 것을 말해도 되는지", "may be told what is public" } },
	{ "gate_act.trip", { "이용 내역을 말해도 되는지", "may be told of the trip" } },
	{ "gate_act.case", { "문의 내용을 말해도 되는지", "may be told of the matter" } },
	{ "gate_act.contact", { "연락해도 되는지", "may be contacted" } },
	{ "gate_act.hold", { "연락처를 지니고 있어도 되는지", "may have his contact data held" } },
	{ "verdict.notice",
	  { "{file}: 안내 '{id}': 동의했거나 묻고 있는데 새 판에서는 법정 내용이 다릅니다",
	    "{file}: notice '{id}', agreed to or being asked, says something else in law there" } },

	/* ---- what stops a flow: src/sandbox_error.c ---- */
	{ "found.limit_work",
	  { "흐름이 다음 기다림까지 명령을 1000000개 넘게, 또는 250 ms 넘게 썼습니다. 기다리지 "
	    "않는 되풀이가 있나요, 아니면 긴 "
	    "글로 하는 일이 너무 많은가요?",
	    "the flow used more than 1000000 instructions, or 250 ms, between two waits: a loop "
	    "that never waits, or too much work on long texts?" } },
	{ "found.limit_values",
	  { "함수에 값을 250개 넘게 넘겼습니다. 표에 담아 넘기세요.",
	    "a function was given more than 250 values: hand over a table" } },
	{ "found.limit_text",
	  { "흐름이 64 KiB보다 긴 글을 만듭니다.", "the flow builds a text of more than 64 KiB" } },
	{ "found.limit_calls",
	  { "흐름에 4 MiB보다 많은 기억이 필요합니다. 끝없이 자기를 부르는 함수가 있나요?",
	    "the flow needs more than 4 MiB: a function that calls itself without end?" } },
	{ "found.limit_piece",
	  { "흐름에 4 MiB보다 많은 기억이 필요하거나, 표 하나에 값이 32768개 넘게 있습니다.",
	    "the flow needs more than 4 MiB, or a table of more than 32768 entries" } },
	{ "found.limit_memory",
	  { "흐름에 4 MiB보다 많은 기억이 필요합니다.", "the flow needs more than 4 MiB" } },
	{ "found.limit_file",
	  { "파일의 함수 하나에 너무 많은 것이 들어 있습니다. 나누세요.",
	    "the file has too much in one function: split it" } },
	{ "found.raised_nothing",
	  { "글 없이 오류를 냈습니다. error(\"무엇을 할지\")처럼 글을 적으세요.",
	    "an error was raised without a text: error(\"what to do\")" } },
	{ "found.raised_other",
	  { "{what}(으)로 오류를 냈습니다. error(\"무엇을 할지\")처럼 글을 적으세요.",
	    "an error was raised with a {what}: raise it with a text, error(\"what to do\")" } },
	{ NULL, { NULL, NULL } },
};
