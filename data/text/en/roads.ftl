# Reports that come by other roads: files of many, mail, short messages, the hotline.
bulk-page = Import reports
bulk-lead = Files of banks and carriers: CSV, XLSX or one JSON object a line
bulk-sender = Who sent the file
bulk-sender-hint = The name shown on each report, e.g. that of a bank. Left empty: your name.
bulk-file = File
bulk-file-hint = At most { $rows } rows; the first names the columns. Columns that are taken:
bulk-import = Import
bulk-import-csv = Import and download the results (CSV)
bulk-summary = { $stored } rows taken, { $repeated } were there before, { $refused } could not be taken.
bulk-refused = Rows that could not be taken
bulk-row = Row
bulk-reference = Sender's number
bulk-stored = Taken.
bulk-repeated = This row was taken before; its code stays the same.
error-idempotency-key = This Idempotency-Key was used for another file.
field-empty = The file has no row.
field-unknown-column = There is no column called “{ $value }”.
field-repeated-column = The column “{ $value }” stands there twice.
field-too-many-columns = The file has too many columns (64 at most).
field-too-many-rows = The file has more than { $value } rows. Send it in parts.
field-not-a-table = The file is no proper CSV: { $value }
field-not-utf-8 = The file is not UTF-8 (from byte { $value } on). Save it as “CSV UTF-8”.
field-not-a-workbook = The file is no proper XLSX workbook.
field-unpacks-too-large = The workbook unpacks to too much (64 MB and 1,000 parts at most).
field-not-a-report-line = This line is no JSON object with the names of the API.
field-cell-without-heading = The cell “{ $value }” stands in a column without a heading.
field-cell-with-error = This cell holds an error of the spreadsheet program.
field-cell-lost-digits = This number is longer than a spreadsheet keeps; its last digits are wrong. Format the column as text and type it again.
console-channel-mail = By mail
console-channel-sms = By short message

# What a reporter is told by mail. Nothing about anybody.
notice-subject = Report { $code }
notice-receipt = We have your report. Its code: { $code }. Keep it to follow the report.
notice-resolved = Your report { $code } has been dealt with. Thank you for telling us.
notice-dismissed = Your report { $code } was looked at and closed. If you know more, send a new report.
notice-follow = Each step is at { $url }, with the code { $code }.
notice-warning = We never ask for a password or a one-time code, and never ask you to send money.

# Why a mail is in quarantine.
mail-too-large = The mail is larger than 40 MB.
mail-too-many-parts = The mail has more than 200 parts.
mail-too-deep = Mails within mails within mails.
mail-hidden = A mail inside is encoded in a way that the standard forbids.
mail-automatic = Sent by a machine, not by a person.
mail-unreadable = This mail cannot be read.
mail-nothing-reported = The mail has neither text nor file.
mail-secret-marking = The mail carries a marking of state secrets, which may not be put online.
quarantine-page = Mails in quarantine
quarantine-lead = Mails that cannot be reports; they still lie in the mailbox
quarantine-where = Lies in
quarantine-empty = No mail is in quarantine.

# What the sender of a short message is told, one message.
sms-taken = Report received. Code: { $code }. Give nobody your OTP or password. If money is gone: call your bank and 113 now.
sms-help = Write: LD (number) (what was said) for a scam call; S (sender) (text) for a spam message; V (number) (text) for a spam call.
sms-elsewhere = Another short code answers this. To report a scam call: LD (number) (what was said).
sms-refused = This message cannot be taken. Call 113 or report at the nearest police station.

# The form of a call.
call-page = Hotline
call-form-lead = Type while you listen: what is typed is kept on the server; Ctrl+Enter stores it
call-kept = Kept at { $at }.
call-caller = Caller
call-reports = { $reports } reports
call-number = Caller's number
call-text = What is told
call-others = Numbers, links, accounts of the fraudster
call-others-hint = One a line, e.g. Vietcombank 0123456789
call-day-hint = For example: 21/11/2026
call-money-hint = For example: 2,500,000 or 2,5 triệu
call-money = Money lost
call-day = Day
call-time = Time
call-place = Place
call-method = Method
call-name = Reporter's name
call-email = Reporter's e-mail
call-road = How it came
call-save = Store the report
call-look = Look and keep
call-drop = Discard the draft
console-done-call-taken = The report is stored. Read its tracking code to the reporter.
# What a reporter is told by short message, who asked for it; sent without marks, one message.
sms-resolved = Report { $code } has been dealt with. Thank you. We never ask for an OTP or a password.
sms-dismissed = Report { $code } was looked at and closed. We never ask for an OTP or a password.
