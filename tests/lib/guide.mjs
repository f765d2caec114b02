// The guide of tests/cases/guide as a Help Center article: Markdown, HTML, plain text, or the answer of the API.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './assent.mjs';

export const scripts = fs.readFileSync(path.join(root, 'tests/cases/guide/scripts.txt'), 'utf8').trim().split('\n');

export function edit(text, pairs = []) {
  for (const [old, by] of pairs) {
    assert.ok(text.includes(old), `there is no: ${old}`);
    text = text.replaceAll(old, by);
  }
  return text;
}

const MD_HEAD = `# (작업중) 제3자 OB

* + #### **목차**

1. [[기사 인입] 고객 OB](https://example.test/hc/ko/articles/1#A)
2. 제 3자 OB 응대 가이드

**──────────────────────**

[**3. 제 3자 OB 응대 가이드**](https://example.test/hc/ko/articles/1#B)
----------------------------------------------------------------------

### **1) 응대 기본 원칙**

|  |
| --- |
| * **상담은 호출자 기준으로 진행하는 것이 원칙** * **최소한의 개인정보만 확인 및 활용.** |

### **2) 발생 상황 예시별 응대 스크립트**

**※ 아래 케이스의 경우, 호출자에게 상담 위임 동의 받고 제 3자 상담 진행**

|  |  |  |
| --- | --- | --- |
| case 1 | 호출자≠탑승자 | 호출자에게 연락 → "탑승자와 통화해라"라고 하는 경우 |

### **3) 상황별 응대 스크립트**

`;
const md = (lines) => `${MD_HEAD}|  |\n| --- |\n${lines.map((line) => `| ${line} |`).join('\n')}\n`;

const escapeHtml = (s) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** One line of the scripts as a cell: two blanks were a line break, "\*" an asterisk. */
function cell(line) {
  const bold = /^\*\*(.*)\*\*$/.exec(line);
  if (bold) return `<p><strong>${escapeHtml(bold[1])}</strong></p>`;
  return line.split(/ {2,}/).map((part) => `<p>${escapeHtml(part).replaceAll('\\*', '*')}</p>`).join('');
}
const html = (lines) => `<h1>(작업중) 제3자 OB</h1>
<ul><li><h4><strong>목차</strong></h4></li></ul><ol><li><a href="#A">[기사 인입] 고객 OB</a></li></ol>
<h2 id="h_B"><a href="#h_B"><strong>3. 제 3자 OB 응대 가이드</strong></a></h2>
<h3><strong>1) 응대 기본 원칙</strong></h3>
<table><tbody><tr><td><ul><li><strong>상담은 호출자 기준으로 진행하는 것이 원칙</strong></li></ul></td></tr></tbody></table>
<h3><strong>2) 발생 상황 예시별 응대 스크립트</strong></h3>
<p><strong>※ 아래 케이스의 경우, 호출자에게 상담 위임 동의 받고 제 3자 상담 진행</strong></p>
<table><tbody><tr><td>case 1</td><td>호출자≠탑승자</td><td>호출자에게 연락</td></tr></tbody></table>
<h3><strong>3) 상황별 응대 스크립트</strong></h3>
<table style="width: 100%"><tbody>
${lines.map((line) => `<tr><td>${cell(line)}</td></tr>`).join('\n')}
</tbody></table>
`;
const text = (lines) => `제 3자 OB 응대 가이드\n\n3) 상황별 응대 스크립트\n\n${lines.map((line) => line.replaceAll('**', '').replaceAll('\\*', '\n*').replace(/ {2,}/g, '\n')).join('\n\n')}\n`;
const json = (lines) => html(lines);

/** as: md, html, text, json; pairs: edits of the scripts; markup: edits of what is written. */
export function article(as, pairs, markup) {
  const lines = edit(scripts.join('\n'), pairs).split('\n');
  const written = edit({ md, html, text, json }[as](lines), markup);
  return as === 'json' ? JSON.stringify({ article: { id: 1, locale: 'ko', title: '제3자 OB', draft: false, body: written } }) : written;
}
