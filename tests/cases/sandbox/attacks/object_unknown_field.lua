-- expect: 'nmae' is not a field of a party
return party.nmae
