# Cuộc gọi: kiểm tra theo câu hỏi, mỗi màn hình một câu; kiểm tra số gọi đến.

## The guided check
call-lead = Năm lần bấm là xong. Đang nghe máy thì cứ cúp trước đã.
call-step = Câu { $number } (nhiều nhất { $max } câu)
call-back = Quay lại câu trước
call-again = Làm lại từ đầu
call-told = Điều bạn kể
call-urgent = Bạn đã lỡ làm theo: từng phút đều quý
call-urgent-line = Mở ngay các bước của giờ đầu, rồi hãy đọc tiếp phía dưới.
call-report = Gửi chuyện này cho công an
call-report-text = Có người gọi cho tôi.
call-no-sign = Chưa thấy dấu hiệu nào đã biết trong những điều bạn kể. Họ gọi lại và đòi tiền, đòi mã, bảo cài ứng dụng thì đó là lừa đảo.

call-ask-who = Họ xưng là ai?
call-who-police = Công an, viện kiểm sát, tòa án
call-who-state = Phường xã, thuế, bảo hiểm, VNeID
call-who-bank = Ngân hàng, ví điện tử
call-who-carrier = Nhà mạng
call-who-utility = Điện, nước
call-who-delivery = Người giao hàng, bưu điện
call-who-relative = Người thân, bạn bè, sếp, hoặc báo người nhà gặp nạn
call-who-offer = Mời làm việc, đầu tư, nhận quà, vay tiền
call-who-threat = Đòi nợ, dọa tung ảnh, nói đang giữ người
call-who-other = Người lạ, máy tự động, không rõ là ai

call-ask-police-wants = Họ muốn bạn làm gì?
call-police-wants-transfer = Chuyển tiền để “xác minh”
call-police-wants-code = Đọc mã OTP, khai số thẻ, quét khuôn mặt
call-police-wants-app = Cài ứng dụng, bấm link, chia sẻ màn hình
call-police-wants-video = Làm việc qua Zalo, qua gọi video
call-police-wants-come = Chỉ hẹn tôi đến trụ sở
call-police-wants-ask = Chỉ hỏi vài câu, chưa đòi gì

call-ask-state-wants = Họ muốn bạn làm gì?
call-state-wants-app = Cài ứng dụng, bấm link, chia sẻ màn hình
call-state-wants-code = Đọc mã OTP, gửi ảnh căn cước
call-state-wants-zalo = Kết bạn Zalo để họ làm hộ
call-state-wants-transfer = Chuyển tiền, đóng phí
call-state-wants-come = Chỉ hẹn tôi đến trụ sở
call-state-wants-ask = Chỉ báo tin hoặc hỏi vài câu

call-ask-bank-wants = Họ muốn bạn làm gì?
call-bank-wants-code = Đọc mã OTP, số thẻ, mật khẩu
call-bank-wants-transfer = Chuyển tiền sang “tài khoản an toàn”
call-bank-wants-app = Cài ứng dụng, bấm link, chia sẻ màn hình
call-bank-wants-press-key = Bấm phím để gặp nhân viên
call-bank-wants-come = Chỉ mời tôi ra quầy
call-bank-wants-ask = Chỉ giới thiệu hoặc hỏi vài câu

call-ask-company-wants = Họ muốn bạn làm gì?
call-company-wants-press-key = Bấm phím 1, phím 2
call-company-wants-code = Đọc mã OTP, nhắn tin theo cú pháp họ đọc
call-company-wants-transfer = Chuyển tiền ngay
call-company-wants-app = Cài ứng dụng, bấm link
call-company-wants-come = Chỉ mời tôi ra cửa hàng, điểm giao dịch
call-company-wants-ask = Chỉ báo tin hoặc hỏi vài câu

call-ask-pressure = Họ có nói câu nào giống dưới đây?
call-pressure-secret = “Không được nói với ai”, “đừng tắt máy”
call-pressure-arrest = “Anh chị liên quan vụ án”, “có lệnh bắt”
call-pressure-lock = “Khóa tài khoản”, “khóa SIM”, “cắt điện”
call-pressure-hurry = “Làm ngay”, “hết hạn hôm nay”
call-pressure-none = Không có câu nào

call-ask-parcel-expected = Bạn có đang đợi món hàng đó không?
call-parcel-expected-yes = Có, tôi có đặt
call-parcel-expected-no = Không, hoặc không nhớ

call-ask-parcel-wants = Họ muốn bạn làm gì?
call-parcel-wants-on-receipt = Ra nhận rồi trả tiền
call-parcel-wants-transfer = Chuyển khoản trước, hàng để đâu đó
call-parcel-wants-membership = Bấm link hoặc gọi số khác để “hủy hội viên”, “lấy lại tiền”
call-parcel-wants-police = Nói gói hàng có đồ cấm, chuyển máy cho công an
call-parcel-wants-code = Đọc mã OTP

call-ask-relative-wants = Họ nói gì?
call-relative-wants-emergency = Người nhà cấp cứu, tai nạn, bị bắt, cần tiền gấp
call-relative-wants-borrow = Mượn tiền, nhờ chuyển khoản hộ
call-relative-wants-boss = Sếp bảo chuyển tiền, mua thẻ cào
call-relative-wants-ask = Chỉ hỏi thăm, báo đổi số

call-ask-called-back = Bạn đã tự gọi vào số cũ của người đó chưa?
call-called-back-true = Rồi, đúng là họ nhờ
call-called-back-denied = Rồi, họ bảo không gọi
call-called-back-unreachable = Gọi không được, hoặc tiếng, hình chập chờn
call-called-back-no = Chưa gọi

call-ask-offer-kind = Họ mời gì?
call-offer-kind-job = Việc nhẹ tại nhà, làm nhiệm vụ, chốt đơn
call-offer-kind-invest = Đầu tư chứng khoán, tiền số, vàng, lãi cao
call-offer-kind-prize = Trúng thưởng, quà tri ân
call-offer-kind-loan = Vay nhanh, đã duyệt khoản vay
call-offer-kind-recovery = Lấy lại tiền đã bị lừa
call-offer-kind-advert = Chào bán bình thường, không có các điều trên

call-ask-offer-wants = Để được thì phải làm gì?
call-offer-wants-fee = Đóng phí, đặt cọc, nạp tiền trước
call-offer-wants-zalo = Vào nhóm Zalo, Telegram, kết bạn
call-offer-wants-code = Đọc mã OTP, gửi ảnh căn cước
call-offer-wants-nothing = Chưa đòi gì

call-ask-threat-kind = Họ dọa gì?
call-threat-kind-debt = Đòi nợ, làm phiền cả người thân
call-threat-kind-pictures = Tung ảnh, clip của tôi
call-threat-kind-hostage = Đang giữ người nhà tôi

call-ask-threat-wants = Họ bắt bạn làm gì?
call-threat-wants-transfer = Chuyển tiền
call-threat-wants-secret = Giữ kín, không báo ai, không tắt máy
call-threat-wants-nothing = Chưa đòi gì

call-ask-other-kind = Cuộc gọi thế nào?
call-other-kind-robot = Giọng ghi âm, máy tự động
call-other-kind-friendly = Làm quen, nói là nhầm số rồi trò chuyện
call-other-kind-silent = Không nói gì, hoặc nháy máy
call-other-kind-ask = Hỏi tôi về bản thân, gia đình

call-ask-other-wants = Họ muốn bạn làm gì?
call-other-wants-press-key = Bấm phím
call-other-wants-zalo = Kết bạn Zalo, Telegram
call-other-wants-transfer = Chuyển tiền
call-other-wants-code = Đọc mã OTP, gửi ảnh căn cước
call-other-wants-nothing = Chưa đòi gì

call-ask-shown = Số gọi đến hiện thế nào?
call-shown-foreign = Có dấu + và không phải +84
call-shown-hidden = Bị ẩn, “số không xác định”
call-shown-short = 113, 156, hoặc +84069…, +840…
call-shown-mobile = Số di động lạ
call-shown-landline = Số máy bàn, 1800, 1900
call-shown-app = Gọi qua Zalo, Facebook, Telegram
call-shown-unknown = Số quen, hoặc tôi không nhớ

call-ask-done = Bạn đã làm theo điều gì chưa?
call-done-nothing = Chưa làm gì
call-done-money = Đã chuyển tiền
call-done-code = Đã đọc mã, đưa số thẻ, gửi ảnh căn cước
call-done-app = Đã cài ứng dụng, chia sẻ màn hình

## The caller check
caller-check-title = Số đó có phải của cơ quan không?
caller-check-number = Số hiện trên màn hình
caller-check-number-hint = Gõ y như bạn thấy, ví dụ +84 69 234 8560. Số bị ẩn thì để trống.
caller-check-claim = Họ xưng là
caller-check-claim-none = Không rõ
caller-check-button = Xem số này
caller-check-no-number = Không hiện số
caller-check-owner = Số này đúng là của { $owner }. Nhưng màn hình hiện số nào cũng có thể bị giả: cúp máy rồi tự bấm lại số đó.
caller-check-no-owner = Số này không có trong danh sách số chính thức mà chúng tôi đã đối chiếu.
caller-check-shape = Về loại số này
caller-check-never = Điều họ không bao giờ làm
caller-check-another = Xem số khác
