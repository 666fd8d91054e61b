# Words of the JSON API and of its page.
api-verdict-listed = Có trong danh sách cảnh báo
api-verdict-dangerous = Nguy hiểm: nhiều dấu hiệu lừa đảo
api-verdict-suspicious = Đáng ngờ: hãy kiểm tra lại trước khi làm theo
api-verdict-spam = Tin rác, quảng cáo: có thể chặn và báo 5656
api-verdict-no-information = Chưa có thông tin: không có nghĩa là an toàn
api-verdict-official = Kênh chính thức đã được đối chiếu

api-title = API cho người viết phần mềm
api-lead = Hỏi, báo tin và lấy danh sách bằng chương trình. Không cần khóa. Mỗi lời từ chối là một tài liệu problem+json với mã cố định. Phần mô tả dưới đây bằng tiếng Anh, sinh ra từ chính mã nguồn.
api-document = Tài liệu OpenAPI 3.1
api-calls = Các lời gọi
api-parameters = Tham số
api-request = Nội dung gửi lên (dấu ? là có thể bỏ)
api-answer = Trả lời (dấu ? là có thể vắng)
api-responses = Mã trạng thái
api-codes = Mã lỗi
api-codes-lead = Trường type của problem+json trỏ tới đây.
