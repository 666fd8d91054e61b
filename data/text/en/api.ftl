# Words of the JSON API and of its page.
api-verdict-listed = On the warning list
api-verdict-dangerous = Dangerous: many signs of a scam
api-verdict-suspicious = Suspicious: verify before you act
api-verdict-spam = Spam or advertising: you can block it and report it to 5656
api-verdict-no-information = Nothing is known: that does not mean it is safe
api-verdict-official = A verified official channel

api-title = API for developers
api-lead = Ask, report and fetch the list from a program. No key is needed. Every refusal is a problem+json document with a fixed code. What follows is generated from the code itself.
api-document = OpenAPI 3.1 document
api-calls = Calls
api-parameters = Parameters
api-request = Request body (a ? may be left out)
api-answer = Answer (a ? may be absent)
api-responses = Status codes
api-codes = Error codes
api-codes-lead = The field type of problem+json points here.
