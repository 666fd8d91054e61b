# Pages for everybody: "bạn", short sentences, no officialese.

## Check
check-title = Kiểm tra lừa đảo
check-hint = Dán nguyên tin nhắn, đường link, số điện thoại hoặc số tài khoản bạn thấy nghi ngờ.
check-placeholder = Dán tin nhắn, đường link, số điện thoại, số tài khoản…
check-button = Kiểm tra
check-not-kept = Không cần đăng nhập. Nội dung bạn dán không được lưu lại.
check-empty = Ô đang trống. Bạn dán tin nhắn, đường link, số điện thoại hoặc số tài khoản vào đây.
check-another = Kiểm tra nội dung khác
tile-first-hour = Tôi vừa chuyển tiền
tile-first-hour-line = Làm ngay từng bước trong giờ đầu
tile-caller = Có người gọi cho tôi
tile-caller-line = Tự xưng công an, ngân hàng, người thân…
tile-report = Báo cho công an
tile-report-line = Kể lại, gửi kèm ảnh, nhận mã theo dõi
newest-title = Cảnh báo mới nhất
newest-all = Xem tất cả cảnh báo

## Answer
answer-now = Làm ngay bây giờ
answer-why = Vì sao
answer-no-reason = Chúng tôi chưa thấy dấu hiệu nào đã biết. Kẻ lừa đảo đổi cách mỗi ngày, nên bạn vẫn cần tự xác minh.
answer-message = Nội dung bạn gửi
answer-message-open = Xem lại nội dung bạn gửi
answer-more-reasons = Xem thêm { $count } lý do
answer-payment-code = (mã thanh toán)
answer-found-look = tra trong danh sách
answer-found = Tìm thấy trong nội dung
answer-left-out = Còn { $count } mục nữa không hiện ở đây.
answer-stated = Nội dung nói gì
stated-sender = Người gửi
stated-speaks-for = Nhân danh
stated-names = Nhắc tới
stated-amount = Số tiền
stated-deadline = Thời hạn
stated-code = Mã dùng một lần
stated-holder = Chủ tài khoản
stated-digits = { $count } chữ số
stated-today = trong hôm nay
stated-minutes = { $count } phút
stated-hours = { $count } giờ
stated-days = { $count } ngày
stated-weeks = { $count } tuần
disguise-line = Chữ viết bị làm rối ở mức { $percent } %: { $ways }.
disguise-lookalikes = { $count } chữ giả dạng
disguise-invisible = { $count } ký tự vô hình
disguise-masked = { $count } từ bị che hoặc tách chữ
disguise-joints = { $count } dấu chen giữa từ
disguise-mixed-case = { $count } chỗ trộn chữ hoa chữ thường
disguise-no-words = { $count } từ không có nghĩa
answer-method = Chiêu này gọi là
answer-method-more = Đọc thêm về chiêu này
answer-call = Gọi ai bây giờ
answer-report = Báo cho công an
answer-report-line = Một lần báo của bạn có thể chặn được kẻ đó với người sau. Chúng tôi đã điền sẵn, bạn xem lại rồi gửi.
answer-report-button = Báo tin này
answer-listed-since = { $value } · trong danh sách từ { $date }
answer-official-verified = Đã đối chiếu ngày { $date }
answer-dangerous-line = Đừng làm theo, đừng bấm, đừng chuyển tiền.
answer-suspicious-line = Tự tìm số chính thức rồi gọi lại để hỏi.
answer-spam-line = Đừng bấm vào, đừng trả lời.
answer-no-information-line = Chúng tôi không tìm thấy gì về nội dung này. Hãy tự kiểm tra qua kênh chính thức.
province-choose = Bạn đang ở đâu?
province-whole = Cả nước
province-show = Xem số ở đây

## First hour
first-hour-title = Tôi vừa chuyển tiền
first-hour-lead = Gọi càng sớm, càng có khả năng giữ lại được tiền. Làm từ trên xuống.
first-hour-bank = Gọi ngân hàng của bạn trước
first-hour-choose = Bạn chuyển tiền từ ngân hàng nào?
first-hour-choose-none = Chọn ngân hàng
first-hour-show = Xem số để gọi
first-hour-card-number = Gọi số in ở mặt sau thẻ, hoặc số trong ứng dụng ngân hàng của bạn. Nói: “Tôi vừa bị lừa chuyển tiền, xin tạm khóa giao dịch.”
first-hour-no-hotline = Chúng tôi chưa đối chiếu được số của { $bank }. Gọi số in ở mặt sau thẻ hoặc số trong ứng dụng ngân hàng. Đừng tìm số trên mạng: kẻ lừa đảo đăng số giả.
first-hour-minutes = { $from }–{ $to } phút
first-hour-keep = Giữ lại làm bằng chứng
first-hour-after = Sau một giờ
first-hour-report = Báo cho công an

## Caller
caller-title = Có người gọi cho tôi
caller-do-1 = Cúp máy. Bạn không nợ ai một câu trả lời.
caller-do-2 = Không chuyển tiền, không đọc mã OTP, không cài ứng dụng, không bật chia sẻ màn hình.
caller-do-3 = Tự tìm số chính thức của nơi họ nói rồi gọi lại, hoặc hỏi một người thân.
caller-never = Công an, tòa án, ngân hàng không làm việc qua điện thoại, không gọi video đọc lệnh bắt, không yêu cầu chuyển tiền để “xác minh”.

## Report
report-title = Báo tin lừa đảo
report-lead = Bạn kể lại theo cách của bạn. Ô nào không biết thì bỏ trống. Không cần tên.
report-problems = Chưa gửi được, bạn xem lại giúp
report-problems-kept = Những gì bạn đã gõ vẫn còn nguyên bên dưới.
report-files-again = Trình duyệt không giữ lại tệp. Bạn chọn lại các tệp này:
report-part-what = Chuyện gì đã xảy ra
report-part-when = Khi nào, ở đâu, mất bao nhiêu
report-part-contact = Liên hệ với bạn (không bắt buộc)
report-label-form = Biểu mẫu
report-label-text = Chuyện gì đã xảy ra?
report-hint-text = Họ nói gì, gửi gì, bạn đã làm gì. Dán cả tin nhắn vào cũng được.
report-offered = Giữ dấu tích ở những gì kẻ đó đã dùng
report-label-others = Số điện thoại, link, tài khoản của kẻ đó
report-hint-others = Mỗi dòng một thứ. Ví dụ: 0900 000 123, hoặc Vietcombank 9999000001.
report-label-method = Giống chiêu nào?
report-method-unknown = Tôi không rõ
report-label-happened-on = Ngày nào?
report-label-happened-time = Lúc mấy giờ?
report-label-province = Tỉnh, thành phố
report-province-unknown = Không chọn
report-label-place = Xã, phường (nếu muốn)
report-label-money-lost = Mất bao nhiêu tiền?
report-hint-money-lost = Ví dụ: 2.500.000 hoặc 2,5 triệu. Chưa mất thì ghi 0.
report-label-attachments = Ảnh chụp màn hình, ghi âm, sao kê
report-hint-attachments = Tối đa 10 tệp, mỗi tệp 10 MB. Đừng gửi tài liệu có dấu Mật, Tối mật, Tuyệt mật.
report-contact-purpose = Chỉ để cán bộ hỏi thêm bạn về vụ này. Được mã hóa và cất riêng, mỗi lần cán bộ mở xem đều bị ghi lại kèm lý do. Bỏ trống vẫn báo được.
report-label-contact-name = Tên của bạn
report-label-contact-phone = Số điện thoại của bạn
report-label-contact-email = E-mail của bạn
report-contact-sms = Nhắn kết quả cho tôi theo số điện thoại này. Tin nhắn chỉ có mã báo tin, không có nội dung.
report-honest = Khi gửi, bạn xác nhận kể đúng điều mình biết. Một lần báo không tự động đưa ai vào danh sách: cán bộ phải xác minh.
report-send = Gửi báo tin
field-files-too-large = Tất cả các tệp cộng lại quá lớn nên không tệp nào được nhận. Bạn chọn ít tệp hơn.
field-not-stored = Hệ thống đang tạm nghỉ nên báo tin chưa được lưu. Bạn bấm gửi lại sau ít phút.

## Ticket
ticket-title = Đã nhận báo tin của bạn
ticket-lead = Cảm ơn bạn. Giữ mã dưới đây để xem báo tin đi tới đâu. Mã này không cho biết bạn là ai.
ticket-code = Mã theo dõi
ticket-copy = Chép mã
ticket-copied = Đã chép
ticket-picture-title = Mã theo dõi báo tin
ticket-picture-alt = Hình có mã { $code }
ticket-download = Lưu hình này về máy
ticket-keep = Ai có mã đều xem được trạng thái, nhưng không xem được nội dung hay tên bạn.
ticket-next = Tiếp theo
ticket-step-read = Cán bộ trực đọc
ticket-step-read-line = Việc đang mất tiền hoặc có người bị đe dọa được đọc trước.
ticket-step-record = Ghi nhận là nguồn tin về tội phạm (nếu có dấu hiệu)
ticket-step-record-line = Từ lúc đó, phân loại trong { $length }.
law-criminal-procedure = Bộ luật Tố tụng hình sự
length-hours = { $count } giờ
length-days = { $count } ngày
length-months = { $count } tháng
ticket-step-resolve = Giải quyết nguồn tin
ticket-step-resolve-line = Trong { $length }, có thể gia hạn theo luật ({ $basis }).
ticket-money-button = Xem việc cần làm trong giờ đầu
ticket-money = Bạn vừa mất tiền?
ticket-money-line = Đừng đợi. Gọi ngân hàng của bạn ngay và đến công an gần nhất. Báo tin ở đây không thay được hai việc đó.

## Track
track-title = Tra mã báo tin
track-lead = Gõ mã bạn nhận được sau khi báo tin.
track-label = Mã theo dõi
track-another = Tra mã khác
track-hint = Mười hai chữ và số, ví dụ 7K3M-Q0ZD-9XAE. Viết thường hay thiếu gạch cũng được.
track-button = Xem
track-not-a-code = Mã này chưa đúng. Bạn so lại từng chữ với mã đã lưu.
track-unknown = Không có báo tin nào mang mã này.
track-done = xong
track-due = chậm nhất { $date }
track-state-received = Báo tin đã tới nơi và đang chờ cán bộ đọc.
track-state-in-progress = Cán bộ đang xem báo tin này.
track-state-recorded = Báo tin đã được ghi vào sổ nguồn tin về tội phạm. Các thời hạn của luật tính từ đó.
track-state-resolved = Việc này đã được xử lý. Cảm ơn bạn đã báo.
track-state-dismissed = Cán bộ đã xem và chưa thấy căn cứ để xử lý tiếp. Có thêm bằng chứng, bạn cứ báo lại.
track-answer = Cán bộ trả lời:

## Warnings
warnings-title = Cảnh báo
warnings-lead = Các chiêu lừa đảo đang gặp ở Việt Nam và những thứ kẻ lừa đảo vừa bị đưa vào danh sách.
method-story = Chiêu này diễn ra thế nào
method-signs = Dấu hiệu thật
method-newest = Mới vào danh sách

## Indicator
indicator-is-it = Có phải lừa đảo?
indicator-what-now = Tôi đã bị lừa, giờ sao?
indicator-method = Chiêu lừa đảo
indicator-since = Trong danh sách từ
indicator-until = Hết hạn
indicator-reason = Căn cứ
indicator-level = Mức
indicator-covered = Thuộc mục
indicator-proof = Bằng chứng mục này có trong nhật ký công khai
indicator-proof-line = Mọi mục trong danh sách đều được ghi vào nhật ký công khai, đến nay có { $size } lần công bố. Đoạn dưới đây, cuối đoạn có chữ ký của nhật ký, cho thấy mục này nằm trong nhật ký và không ai lặng lẽ xóa đi được.
indicator-proof-salt = Nhật ký không ghi số điện thoại hay số tài khoản, chỉ ghi mã băm. Với chuỗi muối này, ai cũng kiểm tra được mã băm đó là của mục này:
indicator-serial = Số thứ tự trong sổ công bố
indicator-official-line = Đây là kênh chính thức đã được đối chiếu. Kẻ lừa đảo có thể giả số hiển thị: nếu người gọi xin mã OTP hay bảo chuyển tiền, hãy cúp máy và tự gọi lại.
indicator-verified = Đối chiếu ngày
indicator-source = Nguồn
indicator-imitates = Tên này giống tên của { $owner } nhưng không phải của họ.
indicator-imitates-official = Tên miền thật của họ: { $hosts }.
indicator-not-listed = Mục này không có trong danh sách cảnh báo. Điều đó không có nghĩa là an toàn: nhiều số, link, tài khoản lừa đảo chưa ai xác minh.
indicator-bank-line = Đã chuyển tiền vào tài khoản này thì gọi ngân hàng của bạn ngay để xin tạm khóa giao dịch.
indicator-appeal-line = Bạn cho rằng mục này bị đưa nhầm?
indicator-appeal = Khiếu nại

## Hotlines
hotlines-title = Đường dây nóng
hotlines-lead = Số thật để gọi khi cần. Bấm vào số là gọi.
hotlines-only-verified = Ở đây chỉ có số đã được đối chiếu. Số của ngân hàng: xem mặt sau thẻ. Đừng gọi số tìm thấy trong quảng cáo.

## Appeal
appeal-title = Khiếu nại một mục trong danh sách
appeal-lead = Số, trang web hay tài khoản của bạn bị đưa nhầm? Hãy cho chúng tôi biết. Cán bộ khác sẽ xem lại.
appeal-entry = Mục bị đưa nhầm
appeal-entry-hint = Số điện thoại, tên miền, link hoặc tài khoản đang có trong danh sách.
appeal-ground = Vì sao nhầm?
appeal-ground-hint = Bạn là chủ từ bao giờ, đang dùng làm gì, có giấy tờ gì chứng minh.
appeal-contact-purpose = Nên để lại liên hệ để cán bộ hỏi thêm. Liên hệ được mã hóa và cất riêng.
appeal-send = Gửi khiếu nại
appeal-not-listed = Mục này không có trong danh sách, nên không có gì để gỡ. Bạn kiểm tra lại cách viết.
appeal-no-ground = Bạn cho biết vì sao mục này bị nhầm.
appeal-done = Đã nhận khiếu nại
appeal-done-line = Giữ mã này để xem kết quả. Nếu khiếu nại đúng, mục được gỡ khỏi mọi nơi đang dùng danh sách, nhanh như lúc đưa vào.

## Figures
figures-lead = Ai cũng xem được: đã nhận bao nhiêu, đã công bố gì, mỗi dòng trong sổ công bố có một số thứ tự.
figures-year = Năm { $year }
figures-reports = Báo tin đã nhận
figures-reports-closed = Đã kết thúc
figures-listings = Mục đang có trong danh sách
figures-kinds = Danh sách gồm những gì
figures-kind = Loại
figures-all = Tất cả
figures-blocks = Mức chặn
figures-log = Sổ công bố
figures-log-line = Năm mươi dòng mới nhất. Sổ chỉ được ghi thêm, không sửa, không xóa.
figures-log-empty = Sổ chưa có dòng nào.

## About
about-title = Khiên là gì
about-lead = Một nơi để hỏi trước khi tin, báo khi gặp, và cùng chặn kẻ lừa đảo.
about-how-title = Cách hoạt động
about-how-1 = Bạn hỏi hoặc báo tin.
about-how-2 = Máy đọc, chỉ ra dấu hiệu và nói vì sao.
about-how-3 = Cán bộ xác minh và quyết định. Muốn chặn phải có hai người khác nhau.
about-how-4 = Danh sách được công bố; nhà mạng, ngân hàng, trình duyệt dùng để chặn. Bạn được biết kết quả.
about-limits-title = Điều chúng tôi không làm
about-limits-1 = Không nói một thứ là “an toàn”. Không có trong danh sách chỉ là chưa có thông tin.
about-limits-2 = Không thu thập quan điểm chính trị hay ý kiến cá nhân. Chỉ lừa đảo và tội phạm.
about-limits-3 = Không bao giờ gọi điện, nhắn tin hay xin mã OTP, mật khẩu.
about-open-title = Mở
about-open = Mã nguồn mở, danh sách mở, sổ công bố mở. Mỗi mục đều có căn cứ, có hạn và có thể khiếu nại.
about-api = Dành cho lập trình viên
about-operator = Trang này do { $operator } vận hành.

## Privacy
privacy-lead = Ngắn gọn: hỏi thì không lưu gì, báo thì chỉ lưu những gì bạn gửi.
privacy-check-title = Khi bạn kiểm tra
privacy-check = Nội dung bạn dán được đọc trong bộ nhớ rồi bỏ đi. Không ghi vào cơ sở dữ liệu, không ghi vào nhật ký máy chủ. Trang này không dùng cookie và không gọi tới bên thứ ba. Địa chỉ mạng của bạn chỉ nằm trong bộ nhớ ít phút để chống gửi dồn dập.
privacy-report-title = Khi bạn báo tin
privacy-report-1 = Nội dung và tệp bạn gửi được lưu để cán bộ xử lý.
privacy-report-2 = Tên, số điện thoại, e-mail (nếu bạn cho) được mã hóa và cất riêng, khóa để ngoài cơ sở dữ liệu.
privacy-report-3 = Mỗi lần cán bộ mở xem liên hệ của bạn đều phải ghi lý do và được lưu vết.
privacy-report-4 = Danh sách công bố không bao giờ có tên người báo.
privacy-device-title = Trên máy của bạn
privacy-device = Trong lúc bạn gõ báo tin, trình duyệt giữ bản nháp trên chính máy này tối đa một ngày để bạn khỏi mất. Gửi xong, bản nháp bị xóa.
privacy-rights-title = Quyền của bạn
privacy-rights = Bạn có thể hỏi chúng tôi đang giữ gì, xin sửa, xin xóa liên hệ của mình: báo tin kèm mã theo dõi, hoặc đến cơ quan vận hành.

## A file to be checked
check-file = Hoặc gửi ảnh, mã QR, tệp ứng dụng
check-file-hint = Ảnh chụp màn hình, ảnh mã QR (PNG, JPEG, WebP) hoặc tệp .apk. Tệp được đọc rồi bỏ ngay, không lưu lại.
check-file-codes-only = Máy chủ này chỉ đọc được mã QR trong ảnh, chưa đọc được chữ: bạn chép chữ vào ô trên.
check-file-unknown = Chúng tôi chỉ đọc được ảnh (PNG, JPEG, WebP), tệp ứng dụng .apk hoặc tệp chữ. Bạn chụp màn hình rồi gửi ảnh đó.
check-file-failed = Chúng tôi không đọc được tệp này. Bạn thử gửi ảnh chụp màn hình.
check-not-a-picture = Chúng tôi không đọc được ảnh này. Bạn thử chụp màn hình rồi gửi lại.
check-picture-too-large = Ảnh quá lớn (hơn 25 triệu điểm ảnh). Bạn cắt lấy phần cần xem hoặc chụp màn hình rồi gửi lại.
check-picture-broken = Ảnh bị hỏng, không mở được. Bạn thử lưu lại hoặc chụp màn hình rồi gửi.
file-pick = Chọn tệp
file-none = Chưa chọn tệp
file-picture = Ảnh bạn gửi
file-picture-codes = Mã QR đọc được
file-picture-text = Chữ đọc được trong ảnh
file-picture-nothing = Chúng tôi không đọc được chữ hay mã QR nào trong ảnh. Bạn thử ảnh rõ hơn, hoặc chép chữ vào ô kiểm tra.
file-writing-not-installed = Máy chủ này chưa cài phần đọc chữ trong ảnh nên chỉ tìm mã QR. Bạn chép chữ trong ảnh vào ô kiểm tra.
file-writing-failed = Chúng tôi chưa đọc xong chữ trong ảnh này. Bạn chép chữ vào ô kiểm tra.
file-app = Ứng dụng bạn gửi
file-app-unreadable = Chúng tôi không mở được tệp này như một ứng dụng. Đừng cài nó.
file-app-name = Tên hiển thị
file-app-package = Tên gói
file-app-version = Phiên bản
file-app-signature = Chữ ký
file-app-signature-holds = Khớp với tệp (không cho biết người ký là ai)
file-app-signature-broken = Không khớp: tệp đã bị sửa
file-app-unsigned = Không có
file-app-signer = Người ký tự xưng
file-app-certificate = Mã chứng thư (SHA-256)
file-app-permissions = Quyền đòi hỏi
file-app-more = và { $count } quyền nữa
file-app-sha256 = Mã tệp (SHA-256)
file-details = Chi tiết kỹ thuật
file-app-links = Lời bạn dán và các địa chỉ trong ứng dụng
## Trang cảnh báo khi máy phân giải chuyển hướng
warning-title = Trang này bị cảnh báo lừa đảo
warning-method = Thủ đoạn: { $method }.
warning-since = Có trong danh sách cảnh báo từ ngày { $date }.
warning-blocked = Nhà mạng của bạn đã chặn trang này và đưa bạn đến đây.
warning-warned = Nhà mạng của bạn đưa bạn đến đây để cảnh báo trước.
warning-entered = Nếu bạn đã nhập mật khẩu, mã OTP hoặc đã chuyển tiền ở trang đó, hãy gọi ngay cho ngân hàng của bạn.
warning-more = Xem vì sao trang này bị cảnh báo
warning-appeal-line = Trang này là của bạn, hoặc bạn cho rằng có nhầm lẫn?
warning-appeal = Gửi khiếu nại
warning-appeal-without = Nếu bạn cho rằng có nhầm lẫn, hãy báo cho nhà mạng của bạn.
## Khi một nơi gửi quá nhiều
mark-title = Xin chờ một chút rồi gửi lại
mark-wait = Nhiều báo tin vừa được gửi từ cùng một đường mạng. Lời bạn viết vẫn còn đây. Hãy chờ { $seconds } giây rồi bấm gửi lại.
mark-working = Điện thoại của bạn đang giải một phép tính nhỏ để không phải chờ lâu.
mark-done = Xong. Bạn gửi lại được ngay.
## Bổ sung cho một báo tin đã gửi
add-title = Bạn nhớ thêm điều gì?
add-lead = Viết thêm hoặc gửi thêm tệp. Cán bộ đang xử lý báo tin sẽ thấy. Bạn không cần nói mình là ai.
add-text = Điều bạn muốn bổ sung
add-send = Gửi bổ sung
add-done = Đã nhận phần bổ sung. Cán bộ sẽ thấy khi mở báo tin.
add-times = Bạn đã bổ sung lúc:
add-closed = Báo tin này đã khép lại. Nếu có thêm việc mới, hãy gửi một báo tin mới và ghi mã này vào đó.
add-too-many = Báo tin này đã có quá nhiều lần bổ sung. Hãy gửi một báo tin mới và ghi mã này vào đó.
