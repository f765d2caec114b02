-- expect: a party.name cannot be changed
party.name = 'other'
