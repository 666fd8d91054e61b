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
