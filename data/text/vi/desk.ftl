# Lời của bàn trực: vì sao một việc không được làm, việc gì gấp, ai được làm gì.

## Bộ phận bảo vệ: không được đưa vào danh sách
refusal-public-suffix = { $subject } là đuôi tên miền chung: chặn nó là chặn mọi trang bên dưới. Hãy đưa vào đúng tên miền vi phạm.
refusal-shared-host = { $subject } là nơi nhiều người cùng đăng. Hãy đưa vào đúng trang vi phạm (đường dẫn đầy đủ), không đưa cả máy chủ.
refusal-shared-path = { $subject } chứa trang của nhiều người không liên quan. Hãy đưa vào đường dẫn đầy đủ của đúng trang vi phạm.
refusal-shortener-host = { $subject } là dịch vụ rút gọn liên kết. Hãy đưa vào đúng liên kết ngắn, không đưa cả dịch vụ.
refusal-infrastructure = { $subject } là hạ tầng mà nhiều dịch vụ khác đang dùng, nên không đưa vào danh sách.
refusal-official-host = { $subject } thuộc một kênh chính thức đã đối chiếu. Nếu trang bị chiếm quyền, hãy báo ngay cho chủ quản để gỡ; chặn trang sẽ gây hại nhiều hơn.
refusal-state-host = { $subject } thuộc tên miền gov.vn của cơ quan nhà nước. Nếu trang bị chiếm quyền, hãy báo ngay cho cơ quan chủ quản để gỡ.
refusal-covers-protected = Chặn tên này sẽ chặn luôn { $subject }, là tên được bảo vệ. Hãy đưa vào đúng tên miền con vi phạm.
refusal-popular-host = Rất nhiều người truy cập { $subject }. Muốn chặn, người duyệt phải ghi lý do.
refusal-allow-listed = Bàn trực đã đưa { $subject } vào danh sách được phép; mục này sẽ chạm tới nó.
refusal-private-address = { $subject } là địa chỉ nội bộ hoặc dành riêng, không thuộc về ai trên Internet.
refusal-private-name = Tên có đuôi { $subject } chỉ có nghĩa trong mạng nội bộ.
refusal-official-phone = Số này là số chính thức của { $subject }. Kẻ gian có thể giả số; chặn số sẽ chặn cả cuộc gọi thật.
refusal-short-code = { $subject } là số ngắn (khẩn cấp hoặc dịch vụ của nhà mạng), nên không đưa vào danh sách.
refusal-state-number = { $subject } là số 069 của cơ quan công an, quân đội, nên không đưa vào danh sách.
refusal-official-sender = Tên người gửi này là của { $subject }. Kẻ gian giả tên; chặn tên sẽ chặn cả tin nhắn thật.
refusal-official-app = Đây là ứng dụng chính thức của { $subject }. Với bản giả, hãy nhập thêm dấu vân tay chứng thư ký của bản giả.
refusal-official-account = Đây là tài khoản chính thức của { $subject }.
refusal-expiry-past = Ngày hết hạn { $subject } đã qua. Hãy chọn một ngày trong tương lai.
refusal-expiry-too-far = Ngày hết hạn { $subject } quá xa. Mỗi mục có thời hạn nhiều nhất hai năm, sau đó đề xuất lại nếu còn cần.
refusal-evidence-missing = Cần ghi căn cứ: chặn, hoặc cảnh báo về số điện thoại, tài khoản, hộp thư của một người, đều phải có căn cứ bằng lời.
refusal-evidence-too-long = Căn cứ dài { $subject } ký tự, nhiều nhất là 2.000.
refusal-evidence-marked = Căn cứ có dấu chỉ độ mật. Hệ thống này không được chứa bí mật nhà nước; hãy bỏ phần đó.

## Vì sao một quyết định không thuộc về cán bộ này
not-allowed-missing-permission = Vai trò của bạn không có quyền làm việc này.
not-allowed-own-proposal = Bạn không tự duyệt được đề xuất chặn của chính mình. Cần một cán bộ khác có quyền duyệt.
not-allowed-already-decided = Đề xuất này đã được quyết định trước đó.
not-allowed-ground-missing = Cần ghi lý do trước khi quyết định.
not-allowed-own-listing = Bạn đã đưa mục này vào danh sách, nên không tự giữ lại khi có khiếu nại. Cần một cán bộ khác; nếu nhầm, bạn gỡ được ngay.
not-allowed-other-unit = Việc này nằm ở bàn của đơn vị khác.
not-allowed-not-own-proposal = Chỉ cán bộ đã đề xuất mới rút được đề xuất này.

## Các bước của một phản ánh
step-no-such-step = Không chuyển trực tiếp được sang trạng thái này.
step-ground-missing = Cần ghi lý do khi kết thúc hoặc mở lại.
step-answer-too-early = Chỉ gửi lý do cho người báo khi kết thúc phản ánh.
step-answer-too-long = Lý do gửi người báo dài quá 600 ký tự. Bạn rút ngắn rồi gửi lại.
step-answer-marked-secret = Lý do gửi người báo mang dấu độ mật, nên không gửi được. Bạn bỏ phần đó rồi gửi lại.

## Vì sao một phản ánh đứng trước
rank-life-in-danger = Có thể có người bị giữ hoặc bị đe dọa
rank-money-in-first-hour = Tiền vừa chuyển trong vòng một giờ, ngân hàng còn có thể giữ
rank-money-in-first-day = Tiền chuyển trong vòng một ngày
rank-large-loss = Mất từ 500 triệu đồng
rank-strong-evidence = Dấu hiệu rõ, hoặc đã có trong danh sách
rank-some-evidence = Có dấu hiệu
rank-several-reports = Nhiều phản ánh nêu cùng một dấu vết
rank-doubted-source = Nguồn này từng báo tin rác
rank-trusted-source = Nguồn này từng báo đúng
rank-nuisance = Quảng cáo, tin rác

## Nhập tệp
import-broken-utf8 = Dòng này không phải chữ UTF-8.
import-repeated = Trùng với dòng { $subject }.

## Vai trò
role-duty-officer = Trực ban
role-analyst = Phân tích
role-approver = Người duyệt
role-liaison = Liên lạc với nhà cung cấp
role-press = Truyền thông
role-auditor = Kiểm tra
role-administrator = Quản trị

permission-read-reports = Đọc phản ánh
permission-work-reports = Xử lý phản ánh
permission-record-source = Ghi nhận nguồn tin về tội phạm
permission-open-identity = Mở danh tính người báo (có ghi nhật ký)
permission-break-glass = Mở khẩn cấp việc của đơn vị khác (có ghi nhật ký)
permission-export-reports = Xuất phản ánh ra tệp (có ghi nhật ký)
permission-manage-roster = Xếp lịch trực
permission-read-list = Xem danh sách và nhật ký công bố
permission-propose = Đề xuất
permission-approve = Duyệt hoặc bác đề xuất
permission-delist = Gỡ khỏi danh sách
permission-read-audit = Đọc nhật ký kiểm tra
permission-manage-officers = Quản lý cán bộ
permission-read-consumers = Xem các đơn vị nhận
permission-manage-consumers = Quản lý các đơn vị nhận

## Trạng thái của một đề xuất
proposal-open = Chờ duyệt
proposal-approved = Đã duyệt
proposal-rejected = Đã bác
proposal-withdrawn = Đã rút
