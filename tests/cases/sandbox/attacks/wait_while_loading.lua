-- expect: a flow cannot wait while its file is read
wait('question')
