# Words that many pages share.
skip-to-content = Đi thẳng tới nội dung
back-to-check = Về trang kiểm tra
nav-main = Các trang chính
nav-all = Tất cả các trang
nav-check = Kiểm tra
nav-first-hour = Tôi vừa chuyển tiền
nav-report = Báo tin
nav-track = Tra mã
nav-warnings = Cảnh báo
nav-hotlines = Đường dây nóng
nav-appeal = Khiếu nại
nav-figures = Số liệu
nav-about = Giới thiệu
nav-privacy = Quyền riêng tư
foot-statement = Khiên không bao giờ gọi điện, nhắn tin hay hỏi mật khẩu, mã OTP của bạn. Những gì bạn kiểm tra ở đây không được lưu lại.

verdict-listed = Có trong danh sách cảnh báo
verdict-dangerous = Nguy hiểm: nhiều dấu hiệu lừa đảo
verdict-suspicious = Đáng ngờ: hãy kiểm tra lại trước khi làm theo
verdict-spam = Tin rác, quảng cáo: có thể chặn và báo 5656
verdict-no-information = Chưa có thông tin: không có nghĩa là an toàn
verdict-official = Kênh chính thức của { $owner }

# Thời hạn tính bằng ngày kết thúc lúc 24 giờ ngày cuối.
due-end-of-day = hết ngày { $date }

kind-domain = Tên miền
kind-url = Đường link
kind-phone = Số điện thoại
kind-sms-sender = Tên người gửi tin nhắn
kind-email = Địa chỉ e-mail
kind-social-account = Tài khoản mạng xã hội
kind-bank-account = Tài khoản ngân hàng
kind-crypto-wallet = Ví tiền mã hóa
kind-app = Ứng dụng
kind-file = Tệp

level-warn = Cảnh báo
level-block = Chặn

listing-reason-victim-reports = Nhiều người bị hại phản ánh, đã có cán bộ xác minh
listing-reason-officer-finding = Cán bộ phát hiện
listing-reason-impersonation = Giả mạo cơ quan, ngân hàng hoặc thương hiệu
listing-reason-malware = Phát tán phần mềm độc hại
listing-reason-partner-list = Đơn vị phối hợp cung cấp
listing-reason-official-order = Theo yêu cầu của cơ quan có thẩm quyền

action-list = Đưa vào danh sách
action-revise = Sửa
action-delist = Gỡ khỏi danh sách

state-received = Đã nhận
state-in-progress = Đang xử lý
state-recorded = Đã ghi nhận là nguồn tin
state-resolved = Đã xử lý xong
state-dismissed = Đã kết thúc
