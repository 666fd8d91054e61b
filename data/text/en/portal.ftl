# Pages for everybody: plain words, short sentences.

## Check
check-title = Check for a scam
check-hint = Paste the whole message, link, phone number or account number you are unsure about.
check-placeholder = Paste a message, link, phone number, account number…
check-button = Check
check-not-kept = No sign-in. What you paste is not kept.
check-empty = The box is empty. Paste a message, link, phone number or account number here.
check-another = Check something else
tile-first-hour = I have just sent money
tile-first-hour-line = What to do now, step by step
tile-caller = Somebody is calling me
tile-caller-line = Claims to be police, a bank, family…
tile-report = Tell the police
tile-report-line = Say what happened, add pictures, get a code
newest-title = Newest warnings
newest-all = See all warnings

## Answer
answer-now = Do this now
answer-why = Why
answer-no-reason = We see no sign that we know. Scammers change their ways every day, so you still need to verify it yourself.
answer-message = What you sent
answer-message-open = Show what you sent
answer-more-reasons = { $count } more reasons
answer-payment-code = (payment code)
answer-found-look = look it up in the list
answer-found = Found in it
answer-left-out = { $count } more are not shown here.
answer-stated = What it says
stated-sender = Sender
stated-speaks-for = Speaks for
stated-names = Names
stated-amount = Amount
stated-deadline = Deadline
stated-code = One-time code
stated-holder = Account holder
stated-digits = { $count } digits
stated-today = today
stated-minutes = { $count } minutes
stated-hours = { $count } hours
stated-days = { $count } days
stated-weeks = { $count } weeks
disguise-line = The writing is { $percent } % disguised: { $ways }.
disguise-lookalikes = { $count } look-alike letters
disguise-invisible = { $count } invisible characters
disguise-masked = { $count } words masked or torn apart
disguise-joints = { $count } signs inside words
disguise-mixed-case = { $count } mixed capitals
disguise-no-words = { $count } words without meaning
answer-method = This trick is called
answer-method-more = Read more about this trick
answer-call = Whom to call now
answer-report = Tell the police
answer-report-line = One report from you can stop them before the next person. We filled it in; look it over and send it.
answer-report-button = Report this
answer-listed-since = { $value } · on the list since { $date }
answer-official-verified = Verified on { $date }
answer-dangerous-line = Do not do what it says, do not tap, do not send money.
answer-suspicious-line = Find the official number yourself and call to ask.
answer-spam-line = Do not tap, do not answer.
answer-no-information-line = We found nothing about this. Verify it through an official channel.
province-choose = Where are you?
province-whole = Whole country
province-show = Show numbers here

## First hour
first-hour-title = I have just sent money
first-hour-lead = The sooner you call, the better the chance to hold the money. Work from the top down.
first-hour-bank = Call your bank first
first-hour-choose = Which bank did you send it from?
first-hour-choose-none = Choose a bank
first-hour-show = Show the number
first-hour-card-number = Call the number on the back of your card, or in your bank's app. Say: “I was tricked into sending money, please hold the transfer.”
first-hour-no-hotline = We have not verified the number of { $bank }. Call the number on the back of your card or in the bank's app. Do not search for it on the web: scammers post false numbers.
first-hour-minutes = { $from }–{ $to } minutes
first-hour-keep = Keep as evidence
first-hour-after = After the first hour
first-hour-report = Tell the police

## Caller
caller-title = Somebody is calling me
caller-do-1 = Hang up. You owe nobody an answer.
caller-do-2 = Send no money, read out no code, install no app, share no screen.
caller-do-3 = Find the official number of the place they named and call back, or ask somebody close to you.
caller-never = Police, courts and banks do not work over the phone, do not read out arrest warrants on video, and do not ask for money to “verify” anything.

## Report
report-title = Report a scam
report-lead = Tell it in your own way. Leave empty what you do not know. No name needed.
report-problems = Not sent yet, please look at this
report-problems-kept = Everything you typed is still below.
report-files-again = A browser does not keep files. Please choose these again:
report-part-what = What happened
report-part-when = When, where, how much
report-part-contact = How to reach you (optional)
report-label-form = The form
report-label-text = What happened?
report-hint-text = What they said, what they sent, what you did. You can paste the messages.
report-offered = Keep the tick on what they used
report-label-others = Their phone numbers, links, accounts
report-hint-others = One a line. For example: 0900 000 123, or Vietcombank 9999000001.
report-label-method = Which trick was it like?
report-method-unknown = I do not know
report-label-happened-on = On what day?
report-label-happened-time = At what time?
report-label-province = Province or city
report-province-unknown = Not chosen
report-label-place = Commune or ward (if you like)
report-label-money-lost = How much money was lost?
report-hint-money-lost = For example: 2,500,000 or 2.5 triệu. Write 0 if none was lost.
report-label-attachments = Screenshots, recordings, bank statements
report-hint-attachments = At most 10 files of 10 MB each. Do not send anything marked Mật, Tối mật or Tuyệt mật.
report-contact-purpose = Only so that an officer can ask you more about this. It is encrypted and kept apart, and every reading is recorded with its reason. You can report without it.
report-label-contact-name = Your name
report-label-contact-phone = Your phone number
report-label-contact-email = Your e-mail
report-contact-sms = Send me the outcome by text message to this number. The message holds the code of the report and nothing else.
report-honest = By sending you confirm that you tell what you know. A report alone puts nobody on the list: an officer has to verify it.
report-send = Send the report
field-files-too-large = All files together are too large, so none was taken. Please choose fewer.
field-not-stored = The system is resting for a moment, so the report was not stored. Send it again in a few minutes.

## Ticket
ticket-title = We have your report
ticket-lead = Thank you. Keep the code below to see how your report is doing. It does not say who you are.
ticket-code = Tracking code
ticket-copy = Copy the code
ticket-copied = Copied
ticket-picture-title = Tracking code of a report
ticket-picture-alt = Picture with the code { $code }
ticket-download = Save this picture
ticket-keep = Whoever has the code can see the state, but neither the content nor your name.
ticket-next = What happens next
ticket-step-read = A duty officer reads it
ticket-step-read-line = Where money is being lost or somebody is threatened, it is read first.
ticket-step-record = Recorded as a source on a crime (if there are signs of one)
ticket-step-record-line = From then on it is classified within { $length }.
law-criminal-procedure = Criminal Procedure Code
length-hours = { $count } hours
length-days = { $count } days
length-months = { $count } months
ticket-step-resolve = The source is resolved
ticket-step-resolve-line = Within { $length }, which can be extended ({ $basis }).
ticket-money-button = See what to do in the first hour
ticket-money = Have you just lost money?
ticket-money-line = Do not wait. Call your bank now and go to the nearest police. A report here replaces neither.

## Track
track-title = Follow a report
track-lead = Type the code you were given when you reported.
track-label = Tracking code
track-another = Look up another code
track-hint = Twelve letters and digits, for example 7K3M-Q0ZD-9XAE. Small letters and missing hyphens are fine.
track-button = Show
track-not-a-code = That is not quite a code. Compare each character with the one you kept.
track-unknown = No report has this code.
track-done = done
track-due = by { $date }
track-state-received = The report has arrived and waits for an officer to read it.
track-state-in-progress = An officer is looking at this report.
track-state-recorded = The report is in the register of sources on crimes. The law's deadlines count from then.
track-state-resolved = This has been dealt with. Thank you for reporting it.
track-state-dismissed = An officer looked at it and saw no ground to go on. If you have more evidence, please report again.
track-answer = An officer answers:

## Warnings
warnings-title = Warnings
warnings-lead = The tricks seen in Viet Nam, and what was put on the list most recently.
method-story = How it goes
method-signs = Real signs
method-newest = Newly listed

## Indicator
indicator-is-it = Is it a scam?
indicator-what-now = I fell for it, what now?
indicator-method = Trick
indicator-since = On the list since
indicator-until = Expires
indicator-reason = Ground
indicator-level = Level
indicator-covered = Covered by
indicator-proof = Proof that this entry is in the public log
indicator-proof-line = Every entry of the list goes into a public log of { $size } acts so far. The proof below, with the log's signature at its end, shows that this one is in it and cannot be taken back in silence.
indicator-proof-salt = The log itself holds no numbers or accounts, only a hash. With this salt anybody can check that the hash is of this entry:
indicator-serial = Position in the publication log
indicator-official-line = This is a verified official channel. Scammers can fake the number shown: if a caller asks for a code or for money, hang up and call back yourself.
indicator-verified = Verified on
indicator-source = Source
indicator-imitates = This name resembles { $owner } and is not theirs.
indicator-imitates-official = Their real domains: { $hosts }.
indicator-not-listed = This is not on the warning list. That does not mean it is safe: many scam numbers, links and accounts have not been verified by anybody yet.
indicator-bank-line = If you have sent money to this account, call your bank now and ask to hold the transfer.
indicator-appeal-line = Do you think this entry is a mistake?
indicator-appeal = Appeal

## Hotlines
hotlines-title = Hotlines
hotlines-lead = Real numbers to call when you need them. Tap to call.
hotlines-only-verified = Only verified numbers are shown here. For your bank, look at the back of your card. Do not call numbers from advertisements.

## Appeal
appeal-title = Appeal against an entry of the list
appeal-lead = Was your number, site or account listed by mistake? Tell us. Another officer will look at it.
appeal-entry = The entry
appeal-entry-hint = A phone number, domain, link or account that is on the list.
appeal-ground = Why is it a mistake?
appeal-ground-hint = Since when it is yours, what you use it for, what papers you have.
appeal-contact-purpose = Better leave a contact so that an officer can ask you. It is encrypted and kept apart.
appeal-send = Send the appeal
appeal-not-listed = This is not on the list, so there is nothing to take off. Please check how it is written.
appeal-no-ground = Say why this entry is a mistake.
appeal-done = We have your appeal
appeal-done-line = Keep this code to see the outcome. If you are right, the entry is taken off everywhere as fast as it was put on.

## Figures
figures-lead = For everybody to see: how much came in, what was published, and a log in which every line has its number.
figures-year = Year { $year }
figures-reports = Reports received
figures-reports-closed = Closed
figures-listings = Entries on the list
figures-kinds = What the list holds
figures-kind = Kind
figures-all = All
figures-blocks = Level block
figures-log = Publication log
figures-log-line = The fifty newest lines. The log is only ever added to.
figures-log-empty = The log has no line yet.

## About
about-title = What Khiên is
about-lead = A place to ask before you trust, to report what you meet, and to stop scammers together.
about-how-title = How it works
about-how-1 = You ask or report.
about-how-2 = The machine reads, points at the signs and says why.
about-how-3 = Officers verify and decide. To block something takes two different people.
about-how-4 = The list is published; carriers, banks and browsers use it to block. You are told what came of it.
about-limits-title = What we do not do
about-limits-1 = We never call anything “safe”. Not being on the list only means that nothing is known.
about-limits-2 = We collect no political view or personal opinion. Only fraud and crime.
about-limits-3 = We never call, text, or ask for codes or passwords.
about-open-title = Open
about-open = Open source, open list, open log. Every entry has a ground, an end, and can be appealed.
about-api = For developers
about-operator = This site is run by { $operator }.

## Privacy
privacy-lead = In short: a check keeps nothing, a report keeps only what you send.
privacy-check-title = When you check
privacy-check = What you paste is read in memory and thrown away. It goes into no database and no server log. This site uses no cookie and calls no third party. Your network address stays in memory for a few minutes, against floods.
privacy-report-title = When you report
privacy-report-1 = What you send, with its files, is kept for the officers.
privacy-report-2 = Name, phone and e-mail (if you give them) are encrypted and kept apart; the key is outside the database.
privacy-report-3 = Each time an officer opens your contact, a reason is required and recorded.
privacy-report-4 = The published list never names who reported.
privacy-device-title = On your device
privacy-device = While you type a report, the browser keeps a draft on this device for at most a day, so that you do not lose it. Once sent, the draft is deleted.
privacy-rights-title = Your rights
privacy-rights = You can ask what we hold, have it corrected, and have your contact erased: send a report with your tracking code, or go to the office that runs this site.

## A file to be checked
check-file = Or send a picture, a QR code, an app file
check-file-hint = A screenshot, a picture of a QR code (PNG, JPEG, WebP) or an .apk file. The file is read and dropped at once, never kept.
check-file-codes-only = This server reads only QR codes in pictures, no writing: copy the words into the box above.
check-file-unknown = We can read only pictures (PNG, JPEG, WebP), app files (.apk) or plain text. Take a screenshot and send that.
check-file-failed = We could not read this file. Try a screenshot.
check-not-a-picture = We could not read this picture. Try a screenshot.
check-picture-too-large = The picture is too large (more than 25 million pixels). Cut out the part that matters, or take a screenshot.
check-picture-broken = The picture is damaged and cannot be opened. Save it again or take a screenshot.
file-pick = Choose a file
file-none = No file chosen
file-picture = The picture you sent
file-picture-codes = QR codes read
file-picture-text = Writing read from the picture
file-picture-nothing = We could read no writing and no QR code in the picture. Try a sharper one, or copy the words into the box.
file-writing-not-installed = This server cannot read writing in pictures, so only QR codes were looked for. Copy the words into the box.
file-writing-failed = We could not finish reading the writing in this picture. Copy the words into the box.
file-app = The app you sent
file-app-unreadable = We could not open this file as an app. Do not install it.
file-app-name = Name shown
file-app-package = Package
file-app-version = Version
file-app-signature = Signature
file-app-signature-holds = Matches the file (does not say who the signer is)
file-app-signature-broken = Does not match: the file was changed
file-app-unsigned = None
file-app-signer = Signer, by own words
file-app-certificate = Certificate (SHA-256)
file-app-permissions = Permissions demanded
file-app-more = and { $count } more
file-app-sha256 = File (SHA-256)
file-details = Technical details
file-app-links = Words you pasted and addresses in the app
## The warning page that a resolver redirects to
warning-title = This site is listed as fraud
warning-method = Method: { $method }.
warning-since = On the warning list since { $date }.
warning-blocked = Your provider has blocked this site and sent you here.
warning-warned = Your provider sent you here to warn you first.
warning-entered = If you entered a password or a one-time code there, or sent money, call your bank now.
warning-more = See why this site is listed
warning-appeal-line = Is this site yours, or do you think it is a mistake?
warning-appeal = Appeal
warning-appeal-without = If you think it is a mistake, tell your provider.
## When too much comes from one place
mark-title = Please wait a moment and send again
mark-wait = Many reports have just come over the same connection. What you wrote is still here. Wait { $seconds } seconds and press send again.
mark-working = Your device is working out a small sum, so that you need not wait long.
mark-done = Done. You can send it now.
## Adding to a report
add-title = Do you remember more?
add-lead = Write more, or send more files. The officer who works on your report will see it. You need not say who you are.
add-text = What you want to add
add-send = Send it
add-done = We have it. The officer sees it when they open your report.
add-times = You added something on:
add-closed = This report is closed. If something new happened, send a new report and write this code in it.
add-too-many = Too much was added to this report. Send a new report and write this code in it.
