# Pages for everybody.
check-title = Kiểm tra lừa đảo
