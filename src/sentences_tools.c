/* What a designer's commands tell beside what they find: assent check, deploy, guide diff, new. */
#include "sentence_impl.h"

#include <stddef.h>

const struct sentence sentences_tools[] = {

	/* ---- assent check ---- */
	{ "severity.error", { "오류", "error" } },
	{ "severity.warning", { "경고", "warning" } },
	{ "check.progress",
	  { "{flow}: 상태 {states}개, 남은 것 {waiting}개",
	    "{flow}: {states} states, {waiting} to go" } },
	{ "check.whole",
	  { "{flow}: 모든 길{bounds}: 상태 {states}개, 길 {ways}개, 끝 {ends}개 ({took})",
	    "{flow}: every path{bounds}: {states} states, {ways} ways, {ends} ends ({took})" } },
	{ "check.cut",
	  { "{flow}: 모든 길은 아님{bounds}: 상태 {states}개, 길 {ways}개, 끝 {ends}개 ({took})",
	    "{flow}: NOT EVERY PATH{bounds}: {states} states, {ways} ways, {ends} ends "
	    "({took})" } },
	{ "check.took", { "{s}초", "{s} s" } },
	{ "check.as_before", { "앞서 따라간 그대로", "as before" } },
	{ "check.interrupts",
	  { ", 겹쳐 오는 일은 {n}개까지만(--interrupts로 늘림)",
	    ", with at most {n} interrupts at once (--interrupts for more)" } },
	{ "check.times",
	  { ", case:now는 한 주의 시간마다와 흐름에 적힌 시각 앞뒤에서 하는 일이 달라지는 것 "
	    "하나씩(다른 시각은 해 보지 않음)",
	    ", of the times of case:now each hour of a week and around those that the flow names, "
	    "one for each way that follows (others not tried)" } },
	{ "check.times_cut",
	  { ", case:now는 한 주의 시간마다와 흐름에 적힌 시각 앞뒤에서 하는 일이 달라지는 것 "
	    "하나씩, 그나마 모두는 아님(다른 시각은 해 보지 않음)",
	    ", of the times of case:now each hour of a week and around those that the flow names, "
	    "one for each way that follows, and not for all (others not tried)" } },
	{ "check.draws", { ", case:random의 모든 수", ", with every draw of case:random" } },
	{ "check.draws_cut",
	  { ", case:random은 모든 수가 아님", ", without some draws of case:random" } },
	{ "check.counts",
	  { "흐름 {flows}개, 문구 {phrases}개, 안내 {notices}개: 오류 {errors}개, 경고 "
	    "{warnings}개 "
	    "(초안 {drafts}개, 열린 예외 {accepted}개){rest said}",
	    "{flows} flow{flows plural}, {phrases} phrase{phrases plural}, {notices} "
	    "notice{notices plural}: {errors} error{errors plural}, {warnings} warning{warnings "
	    "plural} ({drafts} draft{drafts plural}, {accepted} under an open exception){rest "
	    "said}" } },
	{ "check.to_follow",
	  { "; 아직 글과 문법만 보았고, 길은 따라가는 중입니다: {names}",
	    "; so far of texts and grammar alone, the paths are still being followed: {names}" } },
	{ "check.shows_warnings",
	  { "경고는 assent check --quick --flows {dir}에서 볼 수 있습니다",
	    "assent check --quick --flows {dir} shows the warnings" } },
	{ "check.again",
	  { "… (같은 줄이 {n}번 더)", "… (the same line {n} more time{n plural})" } },
	{ "check.again_all",
	  { "… (같은 줄들이 {n}번 더)", "… (the same lines {n} more time{n plural})" } },
	{ "check.in_case", { "케이스 {id}: {why said}", "case {id}: {why said}" } },

	/* ---- assent check --since ---- */
	{ "since.changed",
	  { "안내 {id}{language said}, {was}판 -> {now}판: 법정 내용이 바뀌었습니다",
	    "notice {id}{language said}, version {was} -> {now}: changed in law" } },
	{ "since.mended",
	  { "안내 {id}{language said}, {was}판 -> {now}판: 글을 다듬었고 법정 내용은 같습니다. "
	    "아무에게도 "
	    "다시 묻지 않습니다",
	    "notice {id}{language said}, version {was} -> {now}: words mended, the same in law: "
	    "nobody is asked again" } },
	{ "since.in_english", { " (영어)", " in English" } },
	{ "since.item", { "{name} ({item item})", "{name} ({item item})" } },
	{ "since.not_said", { "(말하지 않음)", "(not said)" } },
	{ "since.uncounted",
	  { "유효한 동의: 세려면 --data로 데이터 폴더를 알려 주세요",
	    "consents in force: name the data directory with --data to count them" } },
	{ "since.counted",
	  { "열린 케이스의 유효한 동의 {open}건은 {then then}, 끝난 케이스의 {closed}건은 동의한 "
	    "대로 "
	    "끝납니다",
	    "{open} consent{open plural} in force in open cases {then then}, {closed} in closed "
	    "cases end as they were agreed to" } },
	{ "then.ask", { "다시 묻고", "will be asked again" } },
	{ "then.keep",
	  { "그대로 두고 (policy: on_legal_change = \"keep\")",
	    "stay as they are (policy: on_legal_change = \"keep\")" } },

	/* ---- assent deploy ---- */
	{ "deploy.in_force",
	  { "배포 {n}번({hash})을 쓰기 시작했습니다: 흐름 {flows}개",
	    "deploy {n} ({hash}) is in force: {flows} flow{flows plural}" } },
	{ "deploy.recorded",
	  { "배포 {n}번({hash})을 적어 두었습니다: 흐름 {flows}개",
	    "deploy {n} ({hash}) is recorded: {flows} flow{flows plural}" } },
	{ "deploy.none_runs",
	  { "{data:으로/로} 도는 프로그램이 없습니다. 다음에 시작하는 프로그램이 쓰기 시작합니다",
	    "no program runs on {data}: the next that starts there takes it into use" } },
	{ "deploy.at_work",
	  { "열린 케이스를 아직 보고 있습니다", "open cases are still being looked at" } },
	{ "deploy.reached",
	  { "열린 케이스: {moved}건은 새것으로 이어 가고, {stayed}건은 자기 판에 남고, "
	    "{parked}건은 "
	    "멈춰 있습니다",
	    "open cases: {moved} went on with it, {stayed} stayed on their own bundle, {parked} "
	    "are "
	    "parked" } },
	{ "deploy.listed",
	  { "{n}  {hash}  {at}  {by}  {from}에서{reach said}",
	    "{n}  {hash}  {at}  {by}  from {from}{reach said}" } },
	{ "deploy.another",
	  { "  (열린 케이스를 모두 옮기기 전에 다른 배포가 왔습니다)",
	    "  (another came before all open cases were moved)" } },
	{ "deploy.moving",
	  { "  (열린 케이스를 아직 옮기고 있습니다)", "  (open cases are still being moved)" } },
	{ "deploy.nothing",
	  { "아직 배포한 것이 없습니다. 새 케이스는 흐름의 폴더에 있는 것으로 시작합니다",
	    "nothing was deployed yet: new cases begin with what stands in the directory of the "
	    "flows" } },
	{ "deploy.head.verdict", { "판정", "VERDICT" } },
	{ "deploy.head.case", { "케이스", "CASE" } },
	{ "deploy.head.flow", { "흐름", "FLOW" } },
	{ "deploy.head.why", { "어느 단계인지, 왜인지", "WHERE IT STANDS, AND WHY" } },
	{ "deploy.verdict.continues", { "계속", "continues" } },
	{ "deploy.verdict.stays", { "그대로", "stays" } },
	{ "deploy.verdict.person", { "사람 필요", "person" } },
	{ "deploy.continue", { "{n}건 ({flow})", "{n} of {flow}" } },
	{ "deploy.sum",
	  { "{hash}: {continues}건은 새 판으로 이어 가고, {stays}건은 자기 판에 남고, "
	    "{person}건은 "
	    "사람이 보아야 합니다. 아무것도 바꾸지 않았습니다",
	    "{hash}: {continues} continue on the new bundle, {stays} stay on their own, {person} "
	    "need a person; nothing was done" } },

	/* ---- assent guide diff ---- */
	{ "guide.joined",
	  { "가이드에서는 두 문장이 하나가 되었습니다", "two sentences are one in the guide" } },
	{ "guide.cut",
	  { "가이드에서는 두 문장으로 나뉘었습니다", "it is two sentences in the guide" } },
	{ "guide.changed", { "가이드와 말이 다릅니다", "the guide says it in other words" } },
	{ "guide.added", { "가이드에만 있는 문장입니다", "stands in the guide alone" } },
	{ "guide.note_changed",
	  { "상담사에게 주는 주석이 달라졌습니다", "the note to the agent has changed" } },
	{ "guide.note_added",
	  { "가이드의 주석인데 어느 문구의 source에도 없습니다",
	    "is a note of the guide, and in no phrase's source" } },
	{ "guide.gone", { "가이드에 없는 문장입니다", "is no sentence of the guide" } },
	{ "guide.heading_changed",
	  { "source에 적은 제목이 가이드에서 바뀌었습니다",
	    "the title in source has changed in the guide" } },
	{ "guide.heading_gone",
	  { "source에 적은 제목이 가이드에 없습니다", "the title in source is not in the guide" } },
	{ "guide.number",
	  { "source에 적은 장 번호가 가이드와 다릅니다",
	    "the number in source is not the guide's" } },
	{ "guide.quote",
	  { "source가 인용한 말이 가이드에 없습니다", "what source quotes is not in the guide" } },
	{ "guide.moved",
	  { "가이드에서 다른 제목 아래로 옮겨졌습니다",
	    "has moved below another title in the guide" } },
	{ "guide.order",
	  { "가이드와 흐름의 순서가 다릅니다", "the guide and the flow say it in another order" } },
	{ "guide.marks", { "[-…-] 문구, [+…+] 가이드", "[-…-] the phrase, [+…+] the guide" } },
	{ "guide.sum",
	  { "가이드의 스크립트 {sentences}문장, 가이드에서 온 문구 {said}문장: 다른 곳 {n}",
	    "{sentences} sentence{sentences plural} in scripts of the guide, {said} in phrases "
	    "from "
	    "it: {n} difference{n plural}" } },
	{ "guide.too_long",
	  { "문장이 {n}개나 되는 글입니다: 가이드 한 쪽만 주세요",
	    "it has {n} sentences: give one page of the guide" } },
	{ "guide.no_sentence",
	  { "문구의 문장이 하나도 없는 글입니다: 가이드의 글이 맞는지 보세요",
	    "no sentence of the phrases is in it: is it the guide?" } },
	{ "guide.unreadable",
	  { "{dir}: 잘못이 있어 읽을 수 없습니다. assent check --flows {dir_too}에서 볼 수 "
	    "있습니다",
	    "{dir} cannot be read without mistakes: see assent check --flows {dir_too}" } },

	/* ---- assent new ---- */
	{ "new.policy",
	  { "{dir}/{file}: 누구에게 무엇을 말해도 되는지. 개인정보를 맡은 분과 정하세요",
	    "{dir}/{file}: who may be told what, to be agreed with who answers for personal "
	    "data" } },
	{ "new.phrases",
	  { "{dir}/{file}: say.{flow}_greeting, say.{flow}_answer (초안)",
	    "{dir}/{file}: say.{flow}_greeting and say.{flow}_answer, as drafts" } },
	{ "new.word",
	  { "{dir}/{file}: words.topic.{flow} = \"{word}\": 고객에게 말하는 낱말입니다. {language "
	    "language:으로/로} 맞는 말인지 보아 주세요",
	    "{dir}/{file}: words.topic.{flow} = \"{word}\": customers are told this word: see that "
	    "it is right in {language language}" } },
	{ "new.next",
	  { "이제 해 볼 것: assent check{flows}, assent test{flows}, assent play {flow}{flows}",
	    "now try: assent check{flows}, assent test{flows}, assent play {flow}{flows}" } },

	/* ---- what plays cover, and where one fails: test_report.c, test_diff.c ---- */
	{ "test.expected", { "기대", "expected" } },
	{ "test.is", { "실제", "actual" } },
	{ "covered.part", { "{part part} {all} 가운데 {n}", "{part part} {n} of {all}" } },
	{ "part.lines", { "줄", "lines" } },
	{ "part.branches", { "길", "branches" } },
	{ "part.outcomes", { "결과", "outcomes" } },
	{ "part.phrases", { "문구", "phrases" } },
	{ "covered.never_ends",
	  { "{kind}: 끝나 보지 않은 결과: {states state}", "{kind} never ends as {states}" } },
	{ "covered.never_shown", { "say.{phrase}: 나오지 않음", "say.{phrase} is never shown" } },
	{ "covered.never_runs", { "한 번도 실행되지 않음", "never runs" } },
	{ "covered.never_on", { "같은 줄의 나머지로 가지 않음", "never goes on within the line" } },
	{ "covered.never_to", { "{line}번째 줄로 가지 않음", "never goes on to line {line}" } },
	{ "covered.nowhere",
	  { "문구 {phrase}: 어느 대화에도 나오지 않음", "phrase {phrase}: shown in no play" } },
	{ "covered.within", { " 같은 줄로", " within the line" } },
	{ "covered.to", { " {line}번째 줄로", " to line {line}" } },
	{ NULL, { NULL, NULL } },
};
