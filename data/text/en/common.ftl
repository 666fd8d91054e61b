# Words that many pages share.
skip-to-content = Skip to the content
back-to-check = Back to the check page
nav-main = Main pages
nav-all = All pages
nav-check = Check
nav-first-hour = I have just sent money
nav-report = Report
nav-track = Follow a report
nav-warnings = Warnings
nav-hotlines = Hotlines
nav-appeal = Appeal
nav-figures = Figures
nav-about = About
nav-privacy = Privacy
foot-statement = Khiên never calls you, never texts you, and never asks for a password or a one-time code. What you check here is not kept.

verdict-listed = On the warning list
verdict-dangerous = Dangerous: many signs of a scam
verdict-suspicious = Suspicious: verify before you do what it says
verdict-spam = Junk or advertising: you can block it and report it to 5656
verdict-no-information = Nothing known: that does not mean it is safe
verdict-official = Official channel of { $owner }

# A term counted in days ends at 24:00 of its last day.
due-end-of-day = the end of { $date }

kind-domain = Domain name
kind-url = Link
kind-phone = Phone number
kind-sms-sender = Text message sender
kind-email = E-mail address
kind-social-account = Social account
kind-bank-account = Bank account
kind-crypto-wallet = Crypto wallet
kind-app = App
kind-file = File

level-warn = Warn
level-block = Block

listing-reason-victim-reports = Reported by victims and verified by an officer
listing-reason-officer-finding = Found by an officer
listing-reason-impersonation = Poses as an office, bank or brand
listing-reason-malware = Spreads malicious software
listing-reason-partner-list = From a partner's list
listing-reason-official-order = Ordered by a competent authority

action-list = Listed
action-revise = Revised
action-delist = Delisted

state-received = Received
state-in-progress = Being worked on
state-recorded = Recorded as a source
state-resolved = Resolved
state-dismissed = Closed
