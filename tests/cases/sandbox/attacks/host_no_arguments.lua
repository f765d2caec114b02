-- expect: string expected, got nil
wait()
