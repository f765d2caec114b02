-- expect: ok
assert(text.trim('\u{202e}x') == '\u{202e}x')
assert(#text.nfc('\u{200f}') == 3)
