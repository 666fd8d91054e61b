# Lời của chương trình dòng lệnh khien.
cli-about = Khiên: nền tảng mở chống lừa đảo. Không ghi lệnh nào thì chạy `serve`.
cli-about-serve = Chạy cổng thông tin, bàn trực, API và các danh sách

cli-flag-help = Hiện hướng dẫn
cli-flag-version = Hiện phiên bản
cli-flag-settings = Tệp cài đặt; nếu không ghi, đọc khien.toml trong thư mục hiện tại (nếu có)
cli-flag-data-dir = Thư mục dữ liệu (mặc định ./khien-data)
cli-flag-database = Địa chỉ cơ sở dữ liệu, ví dụ postgres://…; nếu không ghi, dùng SQLite trong thư mục dữ liệu
cli-flag-lang = Ngôn ngữ: vi hoặc en
cli-flag-listen = Địa chỉ và cổng để nghe (mặc định 127.0.0.1:8080)

cli-error-other = Không làm được việc này.
cli-error-settings-file = Không đọc được tệp cài đặt { $subject }.
cli-error-settings = Cài đặt có chỗ chưa đúng.
cli-error-reference = Bảng dữ liệu trong { $subject } có chỗ chưa đúng.
cli-error-log-level = Không hiểu mức nhật ký “{ $subject }”.
cli-error-runtime = Không khởi động được bộ chạy tác vụ.
cli-error-listen = Không mở được { $subject }. Có thể một chương trình khác đang dùng cổng này.

cli-serving = Khiên đang chạy tại { $url }
cli-first-officer =
    Chưa có cán bộ nào. Mở đường dẫn dưới đây để tạo tài khoản đầu tiên (dùng được một lần, trong 24 giờ):
    { $link }

cli-error-data-dir = Không dùng được thư mục dữ liệu { $subject }.
cli-error-identity-key = Không dùng được khóa danh tính.
cli-error-random = Máy không cho số ngẫu nhiên.
cli-error-database = Không dùng được cơ sở dữ liệu { $subject }.
cli-error-load-list = Không đọc được danh sách từ cơ sở dữ liệu.

cli-about-import = Đưa một tệp tên miền, đường link, số… vào danh sách
cli-about-import-misp = Tạo phản ánh từ các sự kiện trong một tệp MISP
cli-about-import-reports = Nhận phản ánh từ tệp CSV, XLSX hoặc JSON từng dòng
cli-flag-import-reports-sender = Tên nơi gửi tệp, ghi trên từng phản ánh
cli-flag-import-reports-key = Khóa của tệp: cùng khóa, cùng tệp thì không nhận hai lần
cli-about-export = Xuất danh sách theo một định dạng
cli-about-export-training = Xuất quyết định của cán bộ thành dữ liệu huấn luyện; việc này được ghi vào nhật ký
cli-flag-why = Lý do, ghi vào nhật ký
cli-flag-with-dismissed = Gồm cả phản ánh đã khép lại vì không có căn cứ, làm ví dụ không lừa đảo
cli-exported-training = Đã xuất { $rows } dòng. Số, tài khoản, đường link đã bỏ; tên người có thể còn: đọc lại trước khi đưa ra ngoài.
cli-error-why-missing = Hãy ghi lý do bằng --why.
cli-error-load-reports = Không đọc được các phản ánh.
cli-about-officer = Tài khoản cán bộ
cli-about-officer-add = Tạo đường dẫn dùng một lần để cán bộ mới đặt mật khẩu và mã xác thực
cli-flag-kind = Loại của mỗi dòng: domain, url, phone, …
cli-flag-method = Thủ đoạn, ví dụ org-bank-phish
cli-flag-level = warn: chỉ cảnh báo; block: chặn
cli-flag-reason = Căn cứ công bố, ví dụ partner-list
cli-flag-expires-days = Số ngày đến khi hết hạn; nếu không ghi, theo loại
cli-flag-evidence = Căn cứ bằng chữ; nếu không ghi, tên tệp và ngày
cli-flag-report = Ghi mọi dòng bị từ chối vào tệp CSV này
cli-flag-dry-run = Chỉ kiểm tra, không đưa gì vào danh sách
cli-flag-file = Tệp cần đọc; - là đầu vào chuẩn
cli-flag-format = Định dạng: json, csv, domains, hosts, adblock, rpz
cli-flag-since = Chỉ những thay đổi sau số thứ tự này (json, csv)
cli-flag-include-warn = Gồm cả các mục chỉ cảnh báo
cli-flag-zone = Tên vùng RPZ
cli-flag-out = Ghi vào tệp này thay vì đầu ra chuẩn
cli-flag-role = Vai trò; ghi nhiều lần cho nhiều vai trò
cli-exported = Đã xuất { $entries } mục; { $left } mục không ghi được ở định dạng này (nêu ở trên); { $covered } mục đã nằm trong mục rộng hơn.
cli-imported = { $rows } dòng trong { $seconds } giây ({ $rate } dòng/giây): { $listed } mục mới, { $already } đã có trong danh sách, { $repeated } dòng lặp lại, { $refused } dòng bị từ chối.
cli-imported-misp = { $events } sự kiện: nêu { $taken } đối tượng, { $reports } phản ánh mới cho bàn trực; { $refused } thuộc tính không nhận được, { $passed } thuộc tính không phải loại có thể phản ánh.
cli-import-more = … và { $count } dòng khác bị từ chối; thêm --report TỆP để xem tất cả.
cli-officer-link =
    Gửi riêng đường dẫn này cho cán bộ (dùng được một lần, trong { $hours } giờ):
    { $link }
cli-error-write-file = Không ghi được tệp { $subject }.
cli-error-mail-server = Máy chủ thư { $subject } không dùng được.
cli-error-misp-too-large = Tệp { $subject } lớn hơn 64 MB.
cli-error-bulk = Tệp { $subject } không đọc được.
cli-error-bulk-too-large = Tệp { $subject } lớn hơn 16 MB.
cli-error-bulk-key = Khóa { $subject } đã dùng cho một tệp khác.
cli-error-misp = Tệp { $subject } không chứa sự kiện MISP.
cli-error-read-file = Không đọc được tệp { $subject }.
cli-error-export = Không xuất được định dạng { $subject }.
cli-error-since = Danh sách chưa đến số thứ tự { $subject }.
cli-error-no-database = Chưa có cơ sở dữ liệu trong { $subject }. Chạy khien serve, khien import hoặc khien demo trước.
cli-error-role-missing = Hãy ghi ít nhất một --role.

cli-about-check = Kiểm tra một tin nhắn, đường link, số điện thoại, số tài khoản
cli-flag-json = Trả lời bằng một đối tượng JSON
cli-flag-jsonl = Mỗi dòng đầu vào là một đối tượng JSON có text (và id, sender, channel nếu có); mỗi dòng được trả lời bằng một dòng
cli-flag-check-file = Tệp cần kiểm tra: ảnh (PNG, JPEG, WebP) hoặc ứng dụng .apk
cli-flag-sender = Người gửi như máy hiển thị: số hoặc tên
cli-flag-channel = Kênh: sms, call, zalo, …
cli-flag-text = Nội dung cần kiểm tra; - hoặc để trống là đầu vào chuẩn
cli-check-do = Làm ngay:
cli-check-why = Vì sao:
cli-check-found = Đã thấy trong nội dung:
cli-check-listed = { $indicator } (có trong danh sách từ { $since })
cli-check-method = Thủ đoạn:
cli-line-too-long = Dòng dài hơn 4 MiB.
cli-line-broken-utf8 = Dòng không phải UTF-8 kể từ byte { $detail }.
cli-line-not-json = Dòng không phải JSON: { $detail }.
cli-line-wrong-shape = Dòng thiếu hoặc sai trường: { $detail }.

cli-about-backup = Sao lưu cơ sở dữ liệu và chứng cứ vào một thư mục mới (không gồm khóa danh tính)
cli-about-restore = Khôi phục một bản sao lưu vào cơ sở dữ liệu còn trống
cli-about-verify = Chứng minh nhật ký kiểm toán và nhật ký công bố còn nguyên vẹn
cli-about-retention = Xóa dữ liệu cá nhân đã hết thời hạn lưu, trừ phần đang được giữ lại theo yêu cầu tố tụng
cli-flag-retention-at = Tính đến ngày này (yyyy-mm-dd, giờ Việt Nam); không ghi: hôm nay
cli-flag-retention-dry-run = Chỉ đếm, không xóa gì
cli-flag-retention-ahead = Xóa cả phần chưa đến hạn hôm nay nhưng đến hạn vào ngày đã nêu
cli-retention-counted = Đến hạn vào { $day }: { $identities } danh tính, { $contents } nội dung, { $words } mục do cán bộ viết. Chưa xóa gì.
cli-retention-done = Đã xóa { $identities } danh tính, { $contents } nội dung, { $words } mục do cán bộ viết, { $files } tệp chứng cứ.
cli-error-retention = Không xóa được dữ liệu hết thời hạn.
cli-error-retention-day = { $subject } không phải một ngày dạng yyyy-mm-dd.
cli-error-retention-ahead = Ngày { $subject } còn ở phía trước. Thêm --dry-run để đếm, hoặc --ahead để xóa sớm.
cli-flag-folder = Thư mục của bản sao lưu
cli-verified = Nguyên vẹn: { $acts } lần công bố, { $lines } dòng kiểm toán, { $listings } mục trong danh sách, { $files } tệp chứng cứ.
cli-verify-broken = KHÔNG nguyên vẹn: { $problems } chỗ sai (nêu ở trên) trong { $acts } lần công bố, { $lines } dòng kiểm toán, { $listings } mục.
cli-backed-up = Đã sao lưu { $rows } dòng và { $files } tệp chứng cứ. Khóa danh tính không nằm trong đó: hãy cất riêng.
cli-restored = Đã khôi phục { $rows } dòng và { $files } tệp chứng cứ. Mọi cán bộ cần đăng nhập lại.
cli-error-backup = Không sao lưu được vào { $subject }.
cli-error-restore = Không khôi phục được từ { $subject }.
cli-error-restore-key = Hãy đặt khóa danh tính của bản sao lưu vào { $subject } trước.
cli-error-restore-not-empty = Cơ sở dữ liệu này không trống; chỉ khôi phục vào cơ sở dữ liệu trống.

cli-about-demo = Đổ dữ liệu mẫu của một tỉnh trong một năm vào cơ sở dữ liệu còn trống
cli-flag-demo-reports = Số phản ánh mẫu
cli-flag-demo-listings = Số mục trong danh sách mẫu
cli-flag-demo-seed = Cùng một số cho cùng một năm
cli-error-not-empty = Cơ sở dữ liệu trong { $subject } đã có dữ liệu. Dữ liệu mẫu chỉ vào nơi còn trống.
cli-error-demo-tables = Bảng dữ liệu không có tỉnh { $subject } hoặc không có ngân hàng nào.
cli-demo-done =
    Đã đổ { $reports } phản ánh mẫu, { $listings } mục danh sách, { $officers } cán bộ mẫu và { $proposals } đề xuất chờ duyệt trong { $seconds } giây.
    Cán bộ mẫu không đăng nhập được. Hãy tạo tài khoản của bạn bằng đường dẫn dưới đây, sau khi chạy khien serve.

cli-about-dns = Vùng DNS cho máy phân giải tên miền
cli-about-dns-key = Tạo khóa cho một nơi lấy vùng DNS: một tệp dùng cho cả hai bên
cli-flag-name = Tên nơi lấy vùng DNS, ví dụ isp.example
cli-dns-key-keep =
    // Khóa của { $name }, hai bên dùng chung một tệp này. Hãy giữ kín (chmod 600).
    // Khiên: ghi tên tệp vào key_file của nơi này trong [[dns.consumers]].
cli-dns-key-use =
    // BIND của nơi lấy: include tệp này trong named.conf rồi thêm (thay địa chỉ và cổng của Khiên):
cli-about-mirror = Giữ vùng DNS của máy chủ Khiên luôn mới trong một tệp
cli-flag-mirror-server = Địa chỉ và cổng dịch vụ DNS của máy chủ, hoặc địa chỉ https://…/feeds/rpz
cli-flag-mirror-file = Tệp vùng cần ghi; khi có --slices là TỆP.0, TỆP.1, …
cli-flag-mirror-zone = Tên vùng
cli-flag-mirror-key-file = Tệp khóa do `khien dns key` tạo; không có thì máy chủ xét theo địa chỉ
cli-flag-mirror-slices = Số tệp chia nhau một vùng, để mỗi lần đổi chỉ phải đọc lại ít
cli-flag-mirror-every-ms = Số mili giây giữa hai lần xem số sê-ri (200, với địa chỉ là 5.000)
cli-flag-mirror-listen = Địa chỉ và cổng để máy chủ báo khi có số sê-ri mới (NOTIFY)
cli-flag-mirror-once = Lấy và ghi một lần rồi dừng
cli-error-mirror = Không sao được vùng: { $subject }.
cli-error-dns-listen = dns.listen cần địa chỉ và cổng, ví dụ 0.0.0.0:53, không phải “{ $subject }”.
cli-error-dns-zone = “{ $subject }” không dùng làm tên vùng được. Hãy chọn tên của riêng mình, viết thường, ít nhất hai phần, và không phải tên mà người khác đăng ký bên dưới.
cli-error-dns-consumer-name = “{ $subject }” không đặt tên cho nơi lấy vùng được: chỉ dùng chữ thường không dấu, số, gạch nối, gạch dưới và từng dấu chấm.
cli-error-dns-same-name = Hai nơi lấy vùng cùng mang tên “{ $subject }”.
cli-error-dns-open = { $subject } không có key_file, cũng không có địa chỉ riêng: ai cũng lấy được vùng.
cli-error-dns-notify = { $subject } trong notify không phải địa chỉ và cổng của một máy phân giải.
cli-error-dns-same-zone = Hai vùng cùng mang tên “{ $subject }”.
cli-error-dns-zone-word = Vùng được mô tả bằng từ mà Khiên không biết: { $subject }.
cli-error-dns-redirect = redirect_to cần tên máy chủ hiện trang cảnh báo, không phải “{ $subject }”.
cli-error-dns-consumer-zone = Có nơi được lấy vùng “{ $subject }”, nhưng không có vùng nào tên đó.
cli-error-dns-tls = Không dùng được chứng thư hoặc khóa cho truyền vùng qua TLS: { $subject }.
cli-error-dns-key-file = Không dùng được khóa trong { $subject }.
cli-error-dns-key-exposed = Người khác trên máy này đọc hoặc sửa được tệp khóa { $subject }. Hãy đóng lại bằng chmod 640 hoặc 600.
cli-error-push-network = allowed_networks: “{ $subject }” không phải là địa chỉ hay dải địa chỉ.
cli-error-push-roots = Không đọc được chứng thư trong { $subject }.
cli-error-sign-in-public-url = Muốn cho đăng nhập qua nơi khác thì cần ghi server.public_url: nơi đó phải biết trước địa chỉ để quay về.
cli-error-sign-in-id = [[sign_in.providers]]: id “{ $subject }” bị trùng (hoặc trùng issuer), hay có ký tự khác chữ thường không dấu, chữ số, gạch nối.
cli-error-sign-in-issuer = [[sign_in.providers]]: issuer “{ $subject }” cần là một địa chỉ https.
cli-error-sign-in-empty = [[sign_in.providers]]: mục “{ $subject }” còn thiếu name, client_id, account_claim hoặc nội dung của client_secret_file.

cli-about-audit = Kiểm tra một nhật ký công khai của Khiên: có còn đúng như trước không
cli-flag-log = Địa chỉ nhật ký (http://…/log) hoặc thư mục chứa các tệp của nó
cli-flag-state = Tệp ghi nhớ nhật ký giữa hai lần kiểm tra
cli-flag-key = Khóa của nhật ký; nếu không nêu, dùng khóa đã nhớ, lần đầu thì dùng khóa do nhật ký đưa ra
cli-flag-only-new = Chỉ đọc phần mới từ lần kiểm tra trước
cli-audit-trusts = Lần đầu kiểm tra: tạm tin khóa do nhật ký đưa ra. Hãy so với khóa của đơn vị vận hành: { $key }
cli-audited = Nhật ký còn nguyên vẹn: { $size } dòng, đã đọc { $entries }, khớp với { $checkpoints } điểm chốt trước đây.
cli-audit-broken = KHÔNG nguyên vẹn: { $problems } chỗ sai (nêu ở trên); đã đọc { $entries } trên { $size } dòng, so với { $checkpoints } điểm chốt trước đây.
cli-error-audit-key = Khóa đã nhớ của nhật ký này là khóa khác: { $subject }
cli-error-audit-fetch = Không lấy được { $subject } từ nhật ký.
cli-error-audit-url = { $subject } không phải địa chỉ dạng https://máy/log (--ca chỉ dùng với https).
cli-error-audit-state = Tệp { $subject } không phải là tệp ghi nhớ nhật ký.
cli-error-audit-checkpoint = Điểm chốt không có chữ ký của { $subject }.
cli-error-log-key = Không dùng được khóa của nhật ký công khai, { $subject }.
cli-error-log-origin = Khóa này thuộc về nhật ký { $subject }, hoặc tên đó không dùng làm tên nhật ký được.
cli-error-log-folder = Không dùng được thư mục của nhật ký công khai, { $subject }.

cli-about-popularity = Bảng các tên rất nhiều người truy cập
cli-about-popularity-import = Thay bảng bằng một tệp “tên” hoặc “hạng,tên” từng dòng, như Tranco, Cisco Umbrella
cli-flag-popularity-import-file = Tệp cần đọc
cli-flag-popularity-import-most = Chỉ lấy chừng này tên đầu tiên
cli-popularity-imported = Đã ghi { $names } tên vào { $file }; { $refused } dòng không phải tên. Có hiệu lực khi khởi động lại.
cli-error-popularity-empty = Tệp { $subject } không có tên nào.

cli-about-reference = Soạn dòng cho các bảng dữ liệu nền
cli-about-reference-icon = In dòng cho app_icons.csv từ tệp ứng dụng (hoặc ảnh biểu tượng) lấy từ chính chủ
cli-flag-reference-icon-file = Tệp .apk, PNG, JPEG hoặc WebP
cli-flag-reference-icon-owner = Chủ của ứng dụng: tên ngắn (slug) trong official.toml
cli-flag-reference-icon-source = Lấy từ đâu; ghi vào cột cuối
cli-reference-app = Ứng dụng kèm chữ ký, có thể ghi vào official.toml: { $app }
cli-reference-alike = Chú ý: biểu tượng này giống biểu tượng đã có của { $owner }.
cli-error-reference-owner = Không có chủ nào tên { $subject } trong official.toml.
cli-error-reference-no-icon = Tệp { $subject } không có biểu tượng nào là ảnh.

cli-flag-audit-ca = Tệp chứng thư (PEM) của nơi cấp chứng thư duy nhất được tin; không có thì tin các nơi công cộng
cli-flag-mirror-ca = Tệp chứng thư (PEM) của nơi cấp chứng thư duy nhất được tin, khi lấy từ địa chỉ https
cli-flag-mirror-token-file = Tệp chứa khóa của đơn vị nhận, khi lấy từ địa chỉ http
cli-error-ca-file = Tệp { $subject } không chứa chứng thư nào đọc được.
cli-error-mirror-feed = Với { $subject }, chỉ dùng một tệp, --token-file và --ca (chỉ với https) khi lấy từ địa chỉ; --slices, --listen và --key-file khi lấy từ dịch vụ DNS.
cli-error-server-tls = Không dùng được chứng thư hoặc khóa trong { $subject } cho cổng TLS.

cli-about-log-key = Khóa ký của nhật ký công khai
cli-about-log-key-renew = Thay khóa ký: khóa cũ ký lời bàn giao cho khóa mới, máy chủ dùng khóa mới từ lần khởi động sau
cli-log-key-renewed =
    Đã thêm khóa mới vào { $file }. Chép tệp này tới mọi máy chủ, rồi khởi động lại từng máy.
    Khóa mới: { $key }
    Khóa cũ:  { $before }
cli-audit-renewed = Khóa của nhật ký đã được thay, có chữ ký bàn giao của khóa cũ. Từ nay nhớ khóa { $key }
