-- expect: text.find: 
return text.find(('a'):rep(2000) .. 'bc', '(a*)*(a*)*(a*)*(a*)*bd?$')
