# Words of the desk: why something may not be done, what is urgent, who may do what.

## The guard: what may not be listed
refusal-public-suffix = { $subject } is a public suffix: refusing it refuses every site below it. List the offending name itself.
refusal-shared-host = Many people publish on { $subject }. List the offending page with its full path, not the host.
refusal-shared-path = { $subject } holds the pages of many unrelated people. List the full path of the offending page.
refusal-shortener-host = { $subject } is a link shortener. List the short link itself, not the service.
refusal-infrastructure = Other services depend on { $subject }, so it cannot be listed.
refusal-official-host = { $subject } belongs to a verified official channel. If a page was hacked, tell its owner at once; refusing the site would do more harm.
refusal-state-host = { $subject } is under gov.vn, the state's own names. If a page was hacked, tell the office that runs it at once.
refusal-covers-protected = Listing this name would also refuse { $subject }, which is protected. List the offending sub-domain itself.
refusal-popular-host = Very many people visit { $subject }. To block it, the approver must give a reason.
refusal-allow-listed = The desk has put { $subject } on the allow-list; this entry would hit it.
refusal-private-address = { $subject } is a private or reserved address; nobody on the Internet owns it.
refusal-private-name = Names ending in { $subject } only have a meaning inside a private network.
refusal-official-phone = This is an official number of { $subject }. Fraud can forge it; refusing it would refuse the real calls too.
refusal-short-code = { $subject } is a short code (an emergency number or a carrier's service), so it cannot be listed.
refusal-state-number = { $subject } is a 069 number of the police or the army, so it cannot be listed.
refusal-official-sender = This sender name belongs to { $subject }. Fraud forges it; refusing it would refuse the real messages too.
refusal-official-app = This is the official app of { $subject }. For a forged copy, add the fingerprint of the copy's signing certificate.
refusal-official-account = This is an official account of { $subject }.
refusal-expiry-past = The expiry { $subject } has passed. Choose a day in the future.
refusal-expiry-too-far = The expiry { $subject } is too far ahead. An entry lasts two years at most; propose it again if it is still needed.
refusal-evidence-missing = Give the evidence: a block, and any entry about a person's number, account or mailbox, needs it in words.
refusal-evidence-too-long = The evidence has { $subject } characters; 2,000 is the most.
refusal-evidence-marked = The evidence carries a marking of state secrets. This system must not hold them; leave that part out.

## Why a decision is not this officer's to take
not-allowed-missing-permission = Your role does not allow this.
not-allowed-own-proposal = You cannot approve your own proposal to block. Another officer with the right to approve must do it.
not-allowed-already-decided = This proposal has been decided before.
not-allowed-ground-missing = Give a reason before deciding.
not-allowed-own-listing = You listed this entry, so you cannot keep it against an appeal. Another officer must; if it was wrong, you can take it off at once.
not-allowed-other-unit = This lies on the desk of another unit.
not-allowed-not-own-proposal = Only the officer who made this proposal can withdraw it.

## The steps of a report
step-no-such-step = It cannot go straight to that state.
step-ground-missing = Give a reason when closing or opening again.
step-answer-too-early = The reporter is given a reason only when the report is closed.
step-answer-too-long = The reason for the reporter is longer than 600 characters. Shorten it and send again.
step-answer-marked-secret = The reason for the reporter carries a marking of state secrets, so it cannot be given. Take that part out and send again.

## Why a report comes first
rank-life-in-danger = Somebody may be held or threatened
rank-money-in-first-hour = Money left within the hour; a bank may still hold it
rank-money-in-first-day = Money left within a day
rank-large-loss = 500 million đồng or more lost
rank-strong-evidence = Clear signs, or already listed
rank-some-evidence = Some signs
rank-several-reports = Several reports name the same traces
rank-doubted-source = Earlier reports of this source were spam
rank-trusted-source = Earlier reports of this source were true
rank-nuisance = Advertising, spam

## Import
import-broken-utf8 = This line is not UTF-8 text.
import-repeated = The same as line { $subject }.

## Roles
role-duty-officer = Duty officer
role-analyst = Analyst
role-approver = Approver
role-liaison = Liaison with providers
role-press = Press
role-auditor = Auditor
role-administrator = Administrator

permission-read-reports = Read reports
permission-work-reports = Work on reports
permission-record-source = Record a source
permission-open-identity = Open a reporter's identity (audited)
permission-break-glass = Emergency access to other units' reports (logged)
permission-export-reports = Give out reports as a file (audited)
permission-manage-roster = Plan who is on duty
permission-read-list = See the list and its log
permission-propose = Propose
permission-approve = Approve or reject proposals
permission-delist = Take off the list
permission-read-audit = Read the audit trail
permission-manage-officers = Manage officers
permission-read-consumers = See the consumers
permission-manage-consumers = Manage consumers

## Where a proposal stands
proposal-open = Waits for approval
proposal-approved = Approved
proposal-rejected = Rejected
proposal-withdrawn = Withdrawn
