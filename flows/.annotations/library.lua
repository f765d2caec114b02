---@meta
-- Made by `assent annotations`: written anew, so change nothing here.
-- What a flow finds besides the words of the prelude: the functions of the sandbox
-- (src/sandbox*.c; all of them: tests/cases/sandbox/reachable.txt). Never run: errors, editors and
-- the manual take from here how a function is used. luacheck: ignore

---`assert(value, message)`
---값이 false나 nil이면 그 글로 흐름을 멈추고, 아니면 값을 돌려준다.
---@generic T
---@param value T
---@param message? string
---@return T
function assert(value, message) end

---`error(message)`
---흐름을 멈춘다. 케이스에 이 글과 파일, 줄이 남는다.
---@param message string
---@param level? integer
function error(message, level) end

---`ipairs(list)`
---목록을 차례로: `for i, v in ipairs(list) do`.
---@generic T
---@param list T[]
---@return fun(list: T[], i?: integer): integer, T
---@return T[]
---@return integer
function ipairs(list) end

---`pairs(table)`
---표를 하나씩: `for k, v in pairs(table) do`. 수, 글, 참/거짓 차례로 온다.
---@generic K, V
---@param table table<K, V>
---@return fun(table: table<K, V>, k?: K): K, V
function pairs(table) end

---`select(n, …)`
---n번째부터의 값. `select("#", …)`는 몇 개인지.
---@param n integer|"#"
---@param ... any
---@return any
function select(n, ...) end

---`tonumber(text)`
---글이 나타내는 수. 수가 아니면 nil.
---@param text string|number
---@param base? integer
---@return number?
function tonumber(text, base) end

---`tostring(value)`
---값을 글로.
---@param value any
---@return string
function tostring(value) end

---`type(value)`
---값의 종류.
---@param value any
---@return "nil"|"boolean"|"number"|"string"|"table"|"function"
function type(value) end

---@class mathlib
---@field huge number        어떤 수보다도 큰 수
---@field maxinteger integer
---@field mininteger integer
---@field pi number
math = {}

---`math.abs(number)`
---부호를 뗀 수.
---@generic T: number
---@param number T
---@return T
function math.abs(number) end

---`math.ceil(number)`
---올림.
---@param number number
---@return integer
function math.ceil(number) end

---`math.floor(number)`
---내림.
---@param number number
---@return integer
function math.floor(number) end

---`math.fmod(a, b)`
---a를 b로 나눈 나머지. 부호는 a를 따른다.
---@param a number
---@param b number
---@return number
function math.fmod(a, b) end

---`math.max(number, …)`
---가장 큰 것.
---@generic T: number
---@param number T
---@param ... T
---@return T
function math.max(number, ...) end

---`math.min(number, …)`
---가장 작은 것.
---@generic T: number
---@param number T
---@param ... T
---@return T
function math.min(number, ...) end

---`math.modf(number)`
---정수 부분과 나머지.
---@param number number
---@return number whole
---@return number rest
function math.modf(number) end

---`math.sqrt(number)`
---제곱근.
---@param number number
---@return number
function math.sqrt(number) end

---`math.tointeger(number)`
---같은 값의 정수. 정수가 아니면 nil.
---@param number any
---@return integer?
function math.tointeger(number) end

---`math.type(number)`
---"integer" 또는 "float". 수가 아니면 nil.
---@param number any
---@return "integer"|"float"|nil
function math.type(number) end

---`math.ult(a, b)`
---부호 없이 보면 a가 b보다 작은가.
---@param a integer
---@param b integer
---@return boolean
function math.ult(a, b) end

---@class stringlib
string = {}

---`string.byte(text, from, to)`
---글의 바이트를 수로.
---@param text string
---@param from? integer
---@param to? integer
---@return integer ...
function string.byte(text, from, to) end

---`string.char(byte, …)`
---이 바이트들로 된 글.
---@param ... integer
---@return string
function string.char(...) end

---`string.format(format, value, …)`
---값을 끼운 글. `%s` 글, `%d` 정수, `%.1f` 소수 한 자리.
---@param format string
---@param ... any
---@return string
function string.format(format, ...) end

---`string.len(text)`
---바이트 수. 글자 수는 utf8.len.
---@param text string
---@return integer
function string.len(text) end

---`string.lower(text)`
---A-Z를 a-z로.
---@param text string
---@return string
function string.lower(text) end

---`string.rep(text, n, separator)`
---글을 n번 되풀이한 글. 64 KiB까지.
---@param text string
---@param n integer
---@param separator? string
---@return string
function string.rep(text, n, separator) end

---`string.reverse(text)`
---바이트를 뒤에서부터.
---@param text string
---@return string
function string.reverse(text) end

---`string.sub(text, from, to)`
---글의 한 부분. 바이트로 세고 1부터, 음수면 뒤에서부터.
---@param text string
---@param from integer
---@param to? integer
---@return string
function string.sub(text, from, to) end

---`string.upper(text)`
---a-z를 A-Z로.
---@param text string
---@return string
function string.upper(text) end

---@class tablelib
table = {}

---`table.concat(list, separator, from, to)`
---목록의 글을 하나로 잇는다. 64 KiB까지.
---@param list (string|number)[]
---@param separator? string
---@param from? integer
---@param to? integer
---@return string
function table.concat(list, separator, from, to) end

---`table.insert(list, position, value)`
---목록에 값을 넣는다. 자리를 적지 않으면 맨 뒤.
---@param list table
---@param position integer
---@param value any
---@overload fun(list: table, value: any)
function table.insert(list, position, value) end

---`table.move(list, first, last, to, other)`
---first부터 last까지의 값을 같은 목록이나 다른 목록의 다른 자리로 옮겨 적고, 그 목록을 돌려준다.
---@param list table
---@param first integer
---@param last integer
---@param to integer
---@param other? table
---@return table
function table.move(list, first, last, to, other) end

---`table.remove(list, position)`
---목록에서 값을 빼서 돌려준다. 자리를 적지 않으면 맨 뒤의 값.
---@param list table
---@param position? integer
---@return any
function table.remove(list, position) end

---`table.sort(list, before)`
---목록을 차례대로 놓는다. before(a, b)는 a가 b보다 앞인지. 그 안에서는 기다릴 수 없다.
---@generic T
---@param list T[]
---@param before? fun(a: T, b: T): boolean
function table.sort(list, before) end

---`table.unpack(list, from, to)`
---목록의 값들. 250개까지.
---@generic T
---@param list T[]
---@param from? integer
---@param to? integer
---@return T ...
function table.unpack(list, from, to) end

---@class textlib
text = {}

---`text.find(text, pattern, from)`
---무늬(PCRE2: `\d`, `[가-힣]+`)에 맞는 곳의 첫 바이트와 끝 바이트, 이어서 괄호로 묶은 부분들. 없으면 nil.
---@param text string
---@param pattern string
---@param from? integer
---@return integer? first
---@return integer? last
---@return string? ...
function text.find(text, pattern, from) end

---`text.match(text, pattern)`
---무늬에 맞는 글에서 괄호로 묶은 부분들. 괄호가 없으면 맞는 글 전체. 없으면 nil.
---@param text string
---@param pattern string
---@return string? ...
function text.match(text, pattern) end

---`text.nfc(text)`
---같은 글이면 바이트도 같아지는 한 가지 표기(NFC).
---@param text string
---@return string
function text.nfc(text) end

---`text.split(text, pattern)`
---무늬에 맞는 곳에서 잘라 낸 조각들의 목록.
---@param text string
---@param pattern string
---@return string[]
function text.split(text, pattern) end

---`text.trim(text)`
---앞뒤의 빈칸을 뗀 글.
---@param text string
---@return string
function text.trim(text) end

---@class utf8lib
utf8 = {}

---`utf8.char(code, …)`
---이 코드 포인트들로 된 글.
---@param ... integer
---@return string
function utf8.char(...) end

---`utf8.codepoint(text, from, to)`
---글의 코드 포인트들. 250개까지.
---@param text string
---@param from? integer
---@param to? integer
---@return integer ...
function utf8.codepoint(text, from, to) end

---`utf8.codes(text)`
---글자를 차례로: `for byte, code in utf8.codes(text) do`.
---@param text string
---@param lax? boolean
---@return fun(text: string, byte?: integer): integer, integer
function utf8.codes(text, lax) end

---`utf8.len(text, from, to)`
---글자(코드 포인트) 수.
---@param text string
---@param from? integer
---@param to? integer
---@param lax? boolean
---@return integer?
function utf8.len(text, from, to, lax) end

---`utf8.offset(text, n, from)`
---n번째 글자가 시작하는 바이트.
---@param text string
---@param n integer
---@param from? integer
---@return integer?
function utf8.offset(text, n, from) end
