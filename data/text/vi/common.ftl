# Words that many pages share.
skip-to-content = Đi thẳng tới nội dung
back-to-check = Về trang kiểm tra
