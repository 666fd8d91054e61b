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
