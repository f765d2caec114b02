---@meta
-- Made by `assent annotations`: written anew, so change nothing here.
-- What a flow finds besides the words of the prelude: the functions of the sandbox
-- (src/sandbox*.c; all of them: tests/cases/sandbox/reachable.txt). Never run: errors, editors and
-- the manual take from here how a function is used. luacheck: ignore

---`assert(value, message)`
---Ends the flow with the message when the value is false or nil, else gives the value back.
---@generic T
---@param value T
---@param message? string
---@return T
function assert(value, message) end

---`error(message)`
---Ends the flow: its case is parked with this message, the file and the line.
---@param message string
---@param level? integer
function error(message, level) end

---`ipairs(list)`
---For loops: `for i, v in ipairs(list) do`.
---@generic T
---@param list T[]
---@return fun(list: T[], i?: integer): integer, T
---@return T[]
---@return integer
function ipairs(list) end

---`pairs(table)`
---For loops: `for k, v in pairs(table) do`, in the order of the keys: numbers, texts, booleans.
---@generic K, V
---@param table table<K, V>
---@return fun(table: table<K, V>, k?: K): K, V
function pairs(table) end

---`select(n, …)`
---The values from the n-th on; `select("#", …)`: how many there are.
---@param n integer|"#"
---@param ... any
---@return any
function select(n, ...) end

---`tonumber(text)`
---The number that a text spells; nil where it spells none.
---@param text string|number
---@param base? integer
---@return number?
function tonumber(text, base) end

---`tostring(value)`
---A value as a text.
---@param value any
---@return string
function tostring(value) end

---`type(value)`
---What a value is.
---@param value any
---@return "nil"|"boolean"|"number"|"string"|"table"|"function"
function type(value) end

---@class mathlib
---@field huge number        larger than every other number
---@field maxinteger integer
---@field mininteger integer
---@field pi number
math = {}

---`math.abs(number)`
---Without its sign.
---@generic T: number
---@param number T
---@return T
function math.abs(number) end

---`math.ceil(number)`
---The next whole number above.
---@param number number
---@return integer
function math.ceil(number) end

---`math.floor(number)`
---The next whole number below.
---@param number number
---@return integer
function math.floor(number) end

---`math.fmod(a, b)`
---What is left of a divided by b, with the sign of a.
---@param a number
---@param b number
---@return number
function math.fmod(a, b) end

---`math.max(number, …)`
---The largest.
---@generic T: number
---@param number T
---@param ... T
---@return T
function math.max(number, ...) end

---`math.min(number, …)`
---The smallest.
---@generic T: number
---@param number T
---@param ... T
---@return T
function math.min(number, ...) end

---`math.modf(number)`
---The whole part and the rest.
---@param number number
---@return number whole
---@return number rest
function math.modf(number) end

---`math.sqrt(number)`
---The square root.
---@param number number
---@return number
function math.sqrt(number) end

---`math.tointeger(number)`
---The same as a whole number; nil where it is none.
---@param number any
---@return integer?
function math.tointeger(number) end

---`math.type(number)`
---"integer" or "float"; nil for what is no number.
---@param number any
---@return "integer"|"float"|nil
function math.type(number) end

---`math.ult(a, b)`
---Is a below b, both taken without sign?
---@param a integer
---@param b integer
---@return boolean
function math.ult(a, b) end

---@class stringlib
string = {}

---`string.byte(text, from, to)`
---The bytes of a text as numbers.
---@param text string
---@param from? integer
---@param to? integer
---@return integer ...
function string.byte(text, from, to) end

---`string.char(byte, …)`
---A text of these bytes.
---@param ... integer
---@return string
function string.char(...) end

---`string.format(format, value, …)`
---A text with values put in: `%s` a text, `%d` a whole number, `%.1f` one digit behind the point.
---@param format string
---@param ... any
---@return string
function string.format(format, ...) end

---`string.len(text)`
---How many bytes; for letters: utf8.len.
---@param text string
---@return integer
function string.len(text) end

---`string.lower(text)`
---A-Z as a-z.
---@param text string
---@return string
function string.lower(text) end

---`string.rep(text, n, separator)`
---The text n times, of at most 64 KiB.
---@param text string
---@param n integer
---@param separator? string
---@return string
function string.rep(text, n, separator) end

---`string.reverse(text)`
---The bytes of a text from behind.
---@param text string
---@return string
function string.reverse(text) end

---`string.sub(text, from, to)`
---A part of a text, in bytes, from 1; below 0: from behind.
---@param text string
---@param from integer
---@param to? integer
---@return string
function string.sub(text, from, to) end

---`string.upper(text)`
---a-z as A-Z.
---@param text string
---@return string
function string.upper(text) end

---@class tablelib
table = {}

---`table.concat(list, separator, from, to)`
---The texts of a list as one, of at most 64 KiB.
---@param list (string|number)[]
---@param separator? string
---@param from? integer
---@param to? integer
---@return string
function table.concat(list, separator, from, to) end

---`table.insert(list, position, value)`
---Puts a value into a list, at its end where no position is given.
---@param list table
---@param position integer
---@param value any
---@overload fun(list: table, value: any)
function table.insert(list, position, value) end

---`table.move(list, first, last, to, other)`
---Copies the values first to last to another place, in the same list or another one, and gives
---that list back.
---@param list table
---@param first integer
---@param last integer
---@param to integer
---@param other? table
---@return table
function table.move(list, first, last, to, other) end

---`table.remove(list, position)`
---Takes a value out of a list, the last where no position is given, and gives it back.
---@param list table
---@param position? integer
---@return any
function table.remove(list, position) end

---`table.sort(list, before)`
---Puts a list in order. before(a, b): does a stand before b? No waiting in it.
---@generic T
---@param list T[]
---@param before? fun(a: T, b: T): boolean
function table.sort(list, before) end

---`table.unpack(list, from, to)`
---The values of a list, at most 250.
---@generic T
---@param list T[]
---@param from? integer
---@param to? integer
---@return T ...
function table.unpack(list, from, to) end

---@class textlib
text = {}

---`text.find(text, pattern, from)`
---First and last byte of what fits the pattern (PCRE2: `\d`, `[가-힣]+`), then its groups; nil
---where nothing fits.
---@param text string
---@param pattern string
---@param from? integer
---@return integer? first
---@return integer? last
---@return string? ...
function text.find(text, pattern, from) end

---`text.match(text, pattern)`
---The groups of what fits the pattern, or all of it where the pattern has none; nil where nothing
---fits.
---@param text string
---@param pattern string
---@return string? ...
function text.match(text, pattern) end

---`text.nfc(text)`
---The one form in which equal texts have equal bytes.
---@param text string
---@return string
function text.nfc(text) end

---`text.split(text, pattern)`
---What stands between what fits the pattern, as a list.
---@param text string
---@param pattern string
---@return string[]
function text.split(text, pattern) end

---`text.trim(text)`
---Without white space at both ends.
---@param text string
---@return string
function text.trim(text) end

---@class utf8lib
utf8 = {}

---`utf8.char(code, …)`
---A text of these code points.
---@param ... integer
---@return string
function utf8.char(...) end

---`utf8.codepoint(text, from, to)`
---The code points of a text, at most 250.
---@param text string
---@param from? integer
---@param to? integer
---@return integer ...
function utf8.codepoint(text, from, to) end

---`utf8.codes(text)`
---For loops: `for byte, code in utf8.codes(text) do`.
---@param text string
---@param lax? boolean
---@return fun(text: string, byte?: integer): integer, integer
function utf8.codes(text, lax) end

---`utf8.len(text, from, to)`
---How many code points.
---@param text string
---@param from? integer
---@param to? integer
---@param lax? boolean
---@return integer?
function utf8.len(text, from, to, lax) end

---`utf8.offset(text, n, from)`
---The byte at which the n-th code point begins.
---@param text string
---@param n integer
---@param from? integer
---@return integer?
function utf8.offset(text, n, from) end
