-- expect: this table is read-only
table.move({ 1 }, 1, 1, 1, math)
