-- What luacheck is to know of the two worlds of our Lua.
std = "lua54"
max_line_length = 100
max_code_line_length = 100
codes = true
ignore = { "211/_ENV" } -- the seal is a declaration that nobody reads

-- Library files seal themselves with `local _ENV = nil`; methods need not use self.
self = false

-- The words that the prelude lends to flows (lua/assent/prelude.lua).
local words = {
  "flow", "say", "case", "hours", "minutes", "days", "text", "phrases", "notice", "phrase", "policy",
}
files["flows"] = { std = "none", read_globals = words }
files["lua/assent/start"] = files["flows"]
exclude_files = { "lua/assent/library.lua", "lua/assent/types.lua", "flows/.annotations" }
files["tests/bench/flows"] = files["flows"]

-- The prelude's environment is a table of its own.
files["lua/assent/prelude.lua"] = { read_globals = { "effect", "object", "fail", "math_type" } }

-- Trusted Lua has these names more (src/trusted.h).
files["lua/assent/understand*"] = { read_globals = { "import", "null", "pattern", "unicode" } }
files["lua/assent/understand/*"] = { read_globals = { "import", "null", "pattern", "unicode" } }
files["lua/assent/platform/*"] = { read_globals = { "import", "null", "pattern", "pick", "sentence", "unicode" } }
files["lua/assent/sunshine_words.lua"] = files["lua/assent/platform/*"]
files["tests/driven/lua/*"] = files["lua/assent/platform/*"]
files["lua/assent/kakao*"] = { read_globals = { "import", "pattern", "sentence" } }
files["lua/assent/kakao/*"] = { read_globals = { "import", "pattern", "sentence" } }
files["lua/assent/guide*"] = { read_globals = { "import", "pattern" } }
files["lua/assent/guide/*"] = { read_globals = { "import", "pattern" } }
files["lua/assent/play*"] = { read_globals = { "import", "sentence" } }
files["lua/assent/graph*"] = { read_globals = { "import", "sentence", "unicode" } }
