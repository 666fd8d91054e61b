# Words of the command line program khien.
cli-about = Khiên: an open anti-fraud platform. Without a command it runs `serve`.
cli-about-serve = Run the portal, the console, the API and the feeds

cli-flag-help = Show help
cli-flag-version = Show the version
cli-flag-settings = Settings file; without it, khien.toml in the working folder is read when it is there
cli-flag-data-dir = Data folder (default ./khien-data)
cli-flag-database = URL of the database, e.g. postgres://…; without it, SQLite in the data folder
cli-flag-lang = Language: vi or en
cli-flag-listen = Address and port to listen on (default 127.0.0.1:8080)

cli-error-other = This could not be done.
cli-error-settings-file = The settings file { $subject } could not be read.
cli-error-settings = Something in the settings does not fit.
cli-error-reference = Something in the tables of { $subject } does not fit.
cli-error-log-level = The log level “{ $subject }” is not understood.
cli-error-runtime = The task runner could not be started.
cli-error-listen = { $subject } could not be opened. Another program may be using this port.

cli-serving = Khiên is running at { $url }
cli-first-officer =
    There is no officer yet. Open this link to create the first account (works once, for 24 hours):
    { $link }

cli-error-data-dir = The data folder { $subject } cannot be used.
cli-error-identity-key = The identity key cannot be used.
cli-error-random = This machine gives no random numbers.
cli-error-database = The database { $subject } cannot be used.
cli-error-load-list = The list could not be read from the database.

cli-about-import = Put a file of names, links, numbers … on the list
cli-about-import-misp = Make reports of the events in a MISP file
cli-about-import-reports = Take reports from a file: CSV, XLSX or one JSON object a line
cli-flag-import-reports-sender = Name of the sender, shown on each report
cli-flag-import-reports-key = Key of the file: the same key with the same file is taken once
cli-about-export = Write the list in one format
cli-about-export-training = Write officers' decisions as training data; the act is audited
cli-flag-why = Reason, written to the audit trail
cli-flag-with-dismissed = Include reports dismissed for want of grounds, as examples of no scam
cli-exported-training = Wrote { $rows } rows. Numbers, accounts and links are gone; names of people may be left: read it before it leaves the house.
cli-error-why-missing = Give a reason with --why.
cli-error-load-reports = The reports cannot be read.
cli-about-officer = Officers' accounts
cli-about-officer-add = Make a one-time link with which a new officer chooses a password and a second factor
cli-flag-kind = Kind of each row: domain, url, phone, …
cli-flag-method = Method, e.g. org-bank-phish
cli-flag-level = warn: warn people; block: refuse
cli-flag-reason = Published ground, e.g. partner-list
cli-flag-expires-days = Days until the entries end; without it, as usual for the kind
cli-flag-evidence = What the entries rest on; without it, the name of the file and the date
cli-flag-report = Write every refused row into this CSV file
cli-flag-dry-run = Only check; list nothing
cli-flag-file = File to read; - is standard input
cli-flag-format = Format: json, csv, domains, hosts, adblock, rpz
cli-flag-since = Only what changed since this serial (json, csv)
cli-flag-include-warn = Include entries that only warn
cli-flag-zone = Name of the policy zone
cli-flag-out = Write to this file instead of standard output
cli-flag-role = Role; name it again for several roles
cli-exported = Wrote { $entries } entries; { $left } cannot be written in this format (named above); { $covered } are covered by a broader entry.
cli-imported = { $rows } rows in { $seconds } s ({ $rate } a second): { $listed } new entries, { $already } on the list already, { $repeated } repeated, { $refused } refused.
cli-imported-misp = { $events } events: { $taken } things named, { $reports } new reports to the desk; { $refused } attributes refused, { $passed } of no kind that can be reported.
cli-import-more = … and { $count } more refused rows; --report FILE names all of them.
cli-officer-link =
    Give this link to the officer in private (works once, for { $hours } hours):
    { $link }
cli-error-write-file = The file { $subject } could not be written.
cli-error-mail-server = The mail server { $subject } cannot be used.
cli-error-misp-too-large = The file { $subject } is larger than 64 MB.
cli-error-bulk = The file { $subject } cannot be read.
cli-error-bulk-too-large = The file { $subject } is larger than 16 MB.
cli-error-bulk-key = The key { $subject } was used for another file.
cli-error-misp = The file { $subject } holds no MISP events.
cli-error-read-file = The file { $subject } could not be read.
cli-error-export = The format { $subject } could not be written.
cli-error-since = The list has not reached serial { $subject }.
cli-error-no-database = There is no database in { $subject } yet. Run khien serve, khien import or khien demo first.
cli-error-role-missing = Name at least one --role.

cli-about-check = Check a message, a link, a number, an account
cli-flag-json = Answer as one JSON object
cli-flag-jsonl = Each input line is a JSON object with text (and id, sender, channel where known); each is answered with one line
cli-flag-check-file = File to check: a picture (PNG, JPEG, WebP) or an app (.apk)
cli-flag-sender = Who sent it, as the telephone shows it: a number or a name
cli-flag-channel = How it came: sms, call, zalo, …
cli-flag-text = What to check; - or nothing is standard input
cli-check-do = Do now:
cli-check-why = Why:
cli-check-found = Found in the text:
cli-check-listed = { $indicator } (on the list since { $since })
cli-check-method = The trick:
cli-line-too-long = The line is longer than 4 MiB.
cli-line-broken-utf8 = The line is not UTF-8 from byte { $detail } on.
cli-line-not-json = The line is not JSON: { $detail }.
cli-line-wrong-shape = A field is missing or wrong: { $detail }.

cli-about-backup = Copy the database and the evidence into a new folder (without the identity key)
cli-about-restore = Fill an empty database from a backup
cli-about-verify = Prove that the audit trail and the publication log are unbroken
cli-about-retention = Erase personal data past its term, but for what a legal hold keeps
cli-flag-retention-at = As of this day (yyyy-mm-dd, in Viet Nam); none: today
cli-flag-retention-dry-run = Only count, erase nothing
cli-flag-retention-ahead = Erase also what is not due today but is on the day given
cli-retention-counted = Due on { $day }: { $identities } identities, { $contents } contents, { $words } things that officers wrote. Nothing was erased.
cli-retention-done = Erased { $identities } identities, { $contents } contents, { $words } things that officers wrote, { $files } evidence files.
cli-error-retention = Could not erase what is past its term.
cli-error-retention-day = { $subject } is not a day like yyyy-mm-dd.
cli-error-retention-ahead = The day { $subject } is still to come. Add --dry-run to count, or --ahead to erase early.
cli-flag-folder = Folder of the backup
cli-verified = Unbroken: { $acts } acts, { $lines } audit lines, { $listings } listings, { $files } evidence files.
cli-verify-broken = BROKEN: { $problems } problems (named above) in { $acts } acts, { $lines } audit lines, { $listings } listings.
cli-backed-up = Copied { $rows } rows and { $files } evidence files. The identity key is not in it: keep it apart.
cli-restored = Restored { $rows } rows and { $files } evidence files. Every officer signs in again.
cli-error-backup = No backup could be made at { $subject }.
cli-error-restore = { $subject } could not be restored.
cli-error-restore-key = Put the identity key of the backup at { $subject } first.
cli-error-restore-not-empty = This database is not empty; a backup is restored into an empty one only.

cli-about-demo = Fill an empty database with a sample year of one province
cli-flag-demo-reports = Number of sample reports
cli-flag-demo-listings = Number of sample entries of the list
cli-flag-demo-seed = The same number gives the same year
cli-error-not-empty = The database in { $subject } holds data. Sample data only go where there are none.
cli-error-demo-tables = The tables have no province { $subject }, or no bank.
cli-demo-done =
    Added { $reports } sample reports, { $listings } entries of the list, { $officers } sample officers and { $proposals } proposals in { $seconds } seconds.
    Sample officers cannot sign in. Make an account of your own with the link below, once khien serve runs.

cli-about-dns = The zone for resolvers
cli-about-dns-key = Make a key for a consumer of the zone: a file for both sides
cli-flag-name = Name of the consumer, e.g. isp.example
cli-dns-key-keep =
    // Key of the consumer { $name }, the same file for both sides. Keep it secret (chmod 600).
    // Khiên: name it as key_file of this consumer under [[dns.consumers]].
cli-dns-key-use =
    // BIND of the consumer: include this file in named.conf and add, with Khiên's address and port:
cli-about-mirror = Keep the zone of a Khiên server fresh as a file
cli-flag-mirror-server = Address and port of the server's DNS service, or an address https://…/feeds/rpz
cli-flag-mirror-file = Zone file to write; with --slices FILE.0, FILE.1, …
cli-flag-mirror-zone = Name of the zone
cli-flag-mirror-key-file = File with the key, as `khien dns key` makes it; without one the server goes by addresses
cli-flag-mirror-slices = Files that share the zone between them, so that little is read again at each change
cli-flag-mirror-every-ms = Milliseconds between two looks at the serial (200; 5,000 for an address)
cli-flag-mirror-listen = Address and port where the server may also tell of a new serial (NOTIFY)
cli-flag-mirror-once = Fetch and write once, then end
cli-error-mirror = The zone cannot be mirrored: { $subject }.
cli-error-dns-listen = dns.listen needs an address and a port, e.g. 0.0.0.0:53, not “{ $subject }”.
cli-error-dns-zone = “{ $subject }” cannot be the name of the zone. Take a name of your own in lower case with at least two labels, not one under which others have theirs.
cli-error-dns-consumer-name = “{ $subject }” cannot name a consumer: lower-case letters, digits, hyphens, underscores and single dots only.
cli-error-dns-same-name = Two consumers are named “{ $subject }”.
cli-error-dns-open = Consumer { $subject } has neither a key_file nor addresses of its own: anybody could fetch the zone.
cli-error-dns-notify = { $subject } under notify is no address and port of a resolver.
cli-error-dns-same-zone = Two zones are named “{ $subject }”.
cli-error-dns-zone-word = A zone is described by a word Khiên does not know: { $subject }.
cli-error-dns-redirect = redirect_to needs the name of the host that shows the warning page, not “{ $subject }”.
cli-error-dns-consumer-zone = A consumer is to have the zone “{ $subject }”, but there is none of that name.
cli-error-dns-tls = The certificate or key for transfers under TLS cannot be used: { $subject }.
cli-error-dns-key-file = The key in { $subject } cannot be used.
cli-error-dns-key-exposed = Other users of this machine may read or change the key file { $subject }. Close it with chmod 640 or 600.
cli-error-push-network = allowed_networks: “{ $subject }” is no address and no range.
cli-error-push-roots = Cannot read certificates in { $subject }.
cli-error-sign-in-public-url = Signing in with a provider needs server.public_url: the provider must know beforehand where to send browsers back.
cli-error-sign-in-id = [[sign_in.providers]]: the id “{ $subject }” stands twice (or its issuer does), or has other than lower-case letters, digits and hyphens.
cli-error-sign-in-issuer = [[sign_in.providers]]: the issuer “{ $subject }” is not an https address.
cli-error-sign-in-empty = [[sign_in.providers]]: “{ $subject }” lacks name, client_id, account_claim or what client_secret_file holds.

cli-about-audit = Check a public log of Khiên: whether it still says what it said before
cli-flag-log = Address of the log (http://…/log) or a folder with its files
cli-flag-state = File that remembers the log between two audits
cli-flag-key = Key of the log; without it, the remembered one or, the first time, the one the log shows
cli-flag-only-new = Read only what came since the last audit
cli-audit-trusts = First audit: trusting the key that the log shows. Compare it with the operator's: { $key }
cli-audited = The log is unbroken: { $size } entries, { $entries } read, { $checkpoints } earlier checkpoints lead to it.
cli-audit-broken = BROKEN: { $problems } problems (named above); { $entries } of { $size } entries read, compared with { $checkpoints } earlier checkpoints.
cli-error-audit-key = The remembered key of the log is another one: { $subject }
cli-error-audit-fetch = { $subject } could not be fetched from the log.
cli-error-audit-url = { $subject } is not an address like https://host/log (--ca goes with https only).
cli-error-audit-state = The file { $subject } does not remember a log.
cli-error-audit-checkpoint = The checkpoint is not signed by { $subject }.
cli-error-log-key = The key of the public log, { $subject }, cannot be used.
cli-error-log-origin = The key belongs to the log { $subject }, or the name cannot be that of a log.
cli-error-log-folder = The folder of the public log, { $subject }, cannot be used.

cli-about-popularity = The table of names that very many people visit
cli-about-popularity-import = Replaces the table by a file of “name” or “rank,name” lines, as Tranco and Cisco Umbrella write them
cli-flag-popularity-import-file = The file to read
cli-flag-popularity-import-most = Takes only so many names, the first ones
cli-popularity-imported = Wrote { $names } names to { $file }; { $refused } lines are no name. In force at the next start.
cli-error-popularity-empty = The file { $subject } holds no name.

cli-about-reference = Makes rows for the reference tables
cli-about-reference-icon = Prints rows for app_icons.csv out of an app (or a picture of its icon) taken from its owner
cli-flag-reference-icon-file = An .apk, PNG, JPEG or WebP file
cli-flag-reference-icon-owner = The owner of the app: its short name (slug) in official.toml
cli-flag-reference-icon-source = Where it was taken from; goes into the last column
cli-reference-app = The app with its certificate, which may stand in official.toml: { $app }
cli-reference-alike = Mind: this icon is like one that { $owner } already has.
cli-error-reference-owner = There is no owner { $subject } in official.toml.
cli-error-reference-no-icon = The file { $subject } has no icon that is a picture.

cli-flag-audit-ca = File (PEM) of the only certificate authority to trust; without it, the public ones
cli-flag-mirror-ca = File (PEM) of the only certificate authority to trust, for an https address
cli-flag-mirror-token-file = File with the key of a consumer, for an http address
cli-error-ca-file = The file { $subject } holds no certificate that can be read.
cli-error-mirror-feed = With { $subject }: one file, --token-file and --ca (https only) go with an address; --slices, --listen and --key-file with a DNS server.
cli-error-server-tls = The certificate or key in { $subject } cannot be used for the TLS port.

cli-about-log-key = The signing key of the public log
cli-about-log-key-renew = Renews the signing key: the old one signs the hand-over to the new one, which servers use from their next start on
cli-log-key-renewed =
    Added a new key to { $file }. Copy this file to every server, then restart each.
    New key: { $key }
    Old key: { $before }
cli-audit-renewed = The key of the log was renewed, with the signature of the old one. Remembered from now on: { $key }
