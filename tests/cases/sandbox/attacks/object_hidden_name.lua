-- expect: '__name' is not a field of a party
return party.__name
