-- expect: lies inside of a character
return text.find('가', '.', 2)
