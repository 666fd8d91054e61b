# Calls: the guided check, one question a screen; the check of the number that rang.

## The guided check
call-lead = Five taps and you are done. If you are still on the phone, hang up first.
call-step = Question { $number } (at most { $max })
call-back = Back to the last question
call-again = Start again
call-told = What you told us
call-urgent = You did what they wanted: every minute counts
call-urgent-line = Open the steps of the first hour now, then read on below.
call-report = Tell the police about this
call-report-text = Somebody called me.
call-no-sign = We know of no sign in what you told us. If they call again and want money, a code or an app installed, it is a scam.

call-ask-who = Who do they say they are?
call-who-police = Police, prosecutors, a court
call-who-state = Ward office, tax, social security, VNeID
call-who-bank = A bank or e-wallet
call-who-carrier = A mobile carrier
call-who-utility = Power or water
call-who-delivery = A courier, the post
call-who-relative = Family, a friend, the boss, or news of an accident
call-who-offer = A job, an investment, a gift, a loan
call-who-threat = A debt, a threat to publish pictures, a hostage
call-who-other = A stranger, a machine, not clear

call-ask-police-wants = What do they want you to do?
call-police-wants-transfer = Transfer money “for verification”
call-police-wants-code = Read a code, give a card number, scan my face
call-police-wants-app = Install an app, open a link, share the screen
call-police-wants-video = Continue on Zalo or by video call
call-police-wants-come = Only come to their office
call-police-wants-ask = Only a few questions so far

call-ask-state-wants = What do they want you to do?
call-state-wants-app = Install an app, open a link, share the screen
call-state-wants-code = Read a code, send a picture of my ID
call-state-wants-zalo = Befriend them on Zalo so they do it for me
call-state-wants-transfer = Transfer money, pay a fee
call-state-wants-come = Only come to their office
call-state-wants-ask = Only news or a few questions

call-ask-bank-wants = What do they want you to do?
call-bank-wants-code = Read a code, the card number, the password
call-bank-wants-transfer = Move money to a “safe account”
call-bank-wants-app = Install an app, open a link, share the screen
call-bank-wants-press-key = Press a key to reach an operator
call-bank-wants-come = Only come to the branch
call-bank-wants-ask = Only an offer or a few questions

call-ask-company-wants = What do they want you to do?
call-company-wants-press-key = Press 1, press 2
call-company-wants-code = Read a code, text a command they dictate
call-company-wants-transfer = Transfer money at once
call-company-wants-app = Install an app, open a link
call-company-wants-come = Only come to a shop or counter
call-company-wants-ask = Only news or a few questions

call-ask-pressure = Did they say anything like this?
call-pressure-secret = “Tell nobody”, “stay on the line”
call-pressure-arrest = “You are part of a case”, “there is a warrant”
call-pressure-lock = “Your account, your SIM, your power will be cut off”
call-pressure-hurry = “Do it now”, “it ends today”
call-pressure-none = Nothing like this

call-ask-parcel-expected = Are you waiting for that parcel?
call-parcel-expected-yes = Yes, I ordered it
call-parcel-expected-no = No, or I do not remember

call-ask-parcel-wants = What do they want you to do?
call-parcel-wants-on-receipt = Come out, take it and pay
call-parcel-wants-transfer = Transfer first, the parcel is left somewhere
call-parcel-wants-membership = Open a link or call somebody to “cancel a membership” or “get the money back”
call-parcel-wants-police = They found something forbidden and pass me on to the police
call-parcel-wants-code = Read a code

call-ask-relative-wants = What do they say?
call-relative-wants-emergency = Hospital, accident, arrest: money is needed at once
call-relative-wants-borrow = They want to borrow, or have me transfer for them
call-relative-wants-boss = The boss orders a transfer or top-up cards
call-relative-wants-ask = They only ask how I am, or have a new number

call-ask-called-back = Did you call that person's old number yourself?
call-called-back-true = Yes, and it was true
call-called-back-denied = Yes, and they had not called
call-called-back-unreachable = I cannot reach them, or sound and picture are broken
call-called-back-no = Not yet

call-ask-offer-kind = What do they offer?
call-offer-kind-job = Easy work at home, tasks, placing orders
call-offer-kind-invest = Shares, crypto, gold, high returns
call-offer-kind-prize = A prize, a thank-you gift
call-offer-kind-loan = A quick loan, a loan already approved
call-offer-kind-recovery = Getting back money lost to a scam
call-offer-kind-advert = An ordinary sales call, none of these

call-ask-offer-wants = What must you do to get it?
call-offer-wants-fee = Pay a fee, a deposit, top up first
call-offer-wants-zalo = Join a Zalo or Telegram group, befriend them
call-offer-wants-code = Read a code, send a picture of my ID
call-offer-wants-nothing = Nothing so far

call-ask-threat-kind = What do they threaten?
call-threat-kind-debt = A debt; they trouble my family too
call-threat-kind-pictures = To publish pictures or films of me
call-threat-kind-hostage = They hold somebody of my family

call-ask-threat-wants = What must you do?
call-threat-wants-transfer = Transfer money
call-threat-wants-secret = Tell nobody, stay on the line
call-threat-wants-nothing = Nothing so far

call-ask-other-kind = What was the call like?
call-other-kind-robot = A recorded voice, a machine
call-other-kind-friendly = A wrong number that turned into a chat
call-other-kind-silent = Silence, or one ring
call-other-kind-ask = Questions about me and my family

call-ask-other-wants = What do they want you to do?
call-other-wants-press-key = Press a key
call-other-wants-zalo = Befriend them on Zalo or Telegram
call-other-wants-transfer = Transfer money
call-other-wants-code = Read a code, send a picture of my ID
call-other-wants-nothing = Nothing so far

call-ask-shown = What did the display show?
call-shown-foreign = A + that is not +84
call-shown-hidden = Hidden, “unknown number”
call-shown-short = 113, 156, or +84069…, +840…
call-shown-mobile = A mobile number I do not know
call-shown-landline = A landline, 1800, 1900
call-shown-app = A call through Zalo, Facebook, Telegram
call-shown-unknown = A number I know, or I do not remember

call-ask-done = Have you done any of this?
call-done-nothing = Nothing yet
call-done-money = I transferred money
call-done-code = I gave a code, a card number, a picture of my ID
call-done-app = I installed an app or shared the screen

## The caller check
caller-check-title = Is that number an office's?
caller-check-number = Number on the display
caller-check-number-hint = Type it as you saw it, e.g. +84 69 234 8560. Leave it empty if it was hidden.
caller-check-claim = They say they are
caller-check-claim-none = Not clear
caller-check-button = Look at this number
caller-check-no-number = No number shown
caller-check-owner = This number does belong to { $owner }. But any display can be forged: hang up and dial it yourself.
caller-check-no-owner = This number is not among the official numbers that we have compared with a source.
caller-check-shape = About numbers of this kind
caller-check-never = What they never do
caller-check-another = Look at another number
