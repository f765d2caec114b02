-- expect: 'type' is a word of the flow language
type = nil
