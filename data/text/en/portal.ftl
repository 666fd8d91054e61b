# Pages for everybody.
check-title = Check for a scam
