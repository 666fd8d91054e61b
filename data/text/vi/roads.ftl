# Reports that come by other roads: files of many, mail, short messages, the hotline.
bulk-page = Nhập tệp phản ánh
bulk-lead = Tệp của ngân hàng, nhà mạng: CSV, XLSX hoặc mỗi dòng một JSON
bulk-sender = Nơi gửi tệp
bulk-sender-hint = Tên ghi trên từng phản ánh, ví dụ tên ngân hàng. Để trống thì ghi tên bạn.
bulk-file = Tệp
bulk-file-hint = Tối đa { $rows } dòng; dòng đầu là tên cột. Cột nhận được:
bulk-import = Nhập
bulk-import-csv = Nhập và tải kết quả (CSV)
bulk-summary = Nhận mới { $stored } dòng, { $repeated } dòng đã có từ trước, { $refused } dòng không nhận được.
bulk-refused = Dòng không nhận được
bulk-row = Dòng
bulk-reference = Mã của nơi gửi
bulk-stored = Đã nhận.
bulk-repeated = Dòng này đã được nhận từ trước, mã không đổi.
error-idempotency-key = Khóa Idempotency-Key này đã dùng cho một tệp khác.
field-empty = Tệp không có dòng nào.
field-unknown-column = Không có cột tên “{ $value }”.
field-repeated-column = Cột “{ $value }” có hai lần.
field-too-many-columns = Tệp có quá nhiều cột (tối đa 64).
field-too-many-rows = Tệp có hơn { $value } dòng. Hãy chia làm nhiều tệp.
field-not-a-table = Tệp không phải là bảng CSV đúng cách: { $value }
field-not-utf-8 = Tệp không phải là chữ UTF-8 (từ byte { $value }). Hãy lưu lại dưới dạng “CSV UTF-8”.
field-not-a-workbook = Tệp không phải là bảng tính XLSX đúng cách.
field-unpacks-too-large = Bảng tính giải nén ra quá lớn (tối đa 64 MB, 1.000 thành phần).
field-not-a-report-line = Dòng này không phải là một JSON đúng với các tên trường của API.
field-cell-without-heading = Ô “{ $value }” nằm ở cột không có tên.
field-cell-with-error = Ô này mang lỗi của chương trình bảng tính.
field-cell-lost-digits = Số này dài quá mức bảng tính giữ được, các chữ số cuối đã sai. Hãy định dạng cột là văn bản rồi nhập lại.
console-channel-mail = Qua thư điện tử
console-channel-sms = Qua tin nhắn đầu số

# What a reporter is told by mail. Nothing about anybody.
notice-subject = Báo tin { $code }
notice-receipt = Chúng tôi đã nhận được báo tin của bạn. Mã theo dõi: { $code }. Bạn giữ mã này để xem báo tin đi tới đâu.
notice-resolved = Báo tin { $code } của bạn đã được xử lý xong. Cảm ơn bạn đã báo.
notice-dismissed = Báo tin { $code } của bạn đã được xem xét và khép lại. Nếu có thêm chi tiết, bạn gửi báo tin mới.
notice-follow = Bạn xem báo tin đã qua những bước nào tại { $url }, nhập mã { $code }.
notice-warning = Chúng tôi không bao giờ hỏi mật khẩu, mã OTP, và không yêu cầu bạn chuyển tiền.

# Why a mail is in quarantine.
mail-too-large = Thư lớn hơn 40 MB.
mail-too-many-parts = Thư có hơn 200 phần.
mail-too-deep = Thư lồng trong thư quá nhiều lớp.
mail-hidden = Thư bên trong được mã hóa theo cách chuẩn không cho phép.
mail-automatic = Thư do máy tự trả lời, không phải của người.
mail-unreadable = Không đọc được thư này.
mail-nothing-reported = Thư không có chữ và không có tệp.
mail-secret-marking = Thư mang dấu độ mật: không được đưa lên mạng.
quarantine-page = Thư cách ly
quarantine-lead = Thư không thành phản ánh được; bản gốc còn trong hộp thư
quarantine-where = Nằm ở
quarantine-empty = Chưa có thư nào bị cách ly.

# What the sender of a short message is told; sent without marks, one message.
sms-taken = Da nhan phan anh. Ma tra cuu: { $code }. Khong dua OTP, mat khau cho ai. Neu vua mat tien: goi ngay ngan hang va 113.
sms-help = Cu phap: LD (so dien thoai) (noi dung) bao cuoc goi lua dao; S (nguon) (noi dung) tin nhan rac; V (so) (noi dung) cuoc goi rac.
sms-elsewhere = Dich vu nay o dau so khac. Bao lua dao: LD (so dien thoai) (noi dung).
sms-refused = Tin nhan nay khong nhan duoc. Ban hay goi 113 hoac bao tai Cong an xa, phuong gan nhat.

# The form of a call.
call-page = Đường dây nóng
call-form-lead = Gõ trong khi nghe: nội dung được giữ trên máy chủ; Ctrl+Enter để ghi
call-kept = Đã giữ lúc { $at }.
call-caller = Người gọi
call-reports = { $reports } phản ánh
call-number = Số người gọi
call-text = Nội dung
call-others = Số điện thoại, đường link, tài khoản của kẻ lừa
call-others-hint = Mỗi dòng một thứ, ví dụ: Vietcombank 0123456789
call-day-hint = Ví dụ: 21/11/2026
call-money-hint = Ví dụ: 2.500.000 hoặc 2,5 triệu
call-money = Số tiền đã mất
call-day = Ngày xảy ra
call-time = Giờ
call-place = Nơi xảy ra
call-method = Phương thức
call-name = Họ tên người báo tin
call-email = Thư điện tử người báo tin
call-road = Cách tiếp nhận
call-save = Ghi phản ánh
call-look = Xem và giữ lại
call-drop = Bỏ bản nháp
console-done-call-taken = Đã ghi phản ánh. Hãy đọc mã theo dõi cho người báo tin.
# What a reporter is told by short message, who asked for it; sent without marks, one message.
sms-resolved = Phan anh { $code } da duoc xu ly xong. Cam on ban. Chung toi khong bao gio hoi OTP, mat khau.
sms-dismissed = Phan anh { $code } da duoc xem xet va khep lai. Chung toi khong bao gio hoi OTP, mat khau.
